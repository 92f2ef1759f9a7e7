// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Conflict of two settings whose values make no sense together. Flink's own code would throw if the
 * min pause ever was above the interval ({@code getRandomInitDelay}, 1.18 to 2.2, which Flink
 * swallows: the job is never checkpointed). Immutable.
 *
 * <p>At least one of the two is overridden; the submitted values are left to Flink (1.x
 * automatically raises the interval to the min pause).
 */
public final class SettingConflict {

    private final Setting setting;
    private final Setting other;
    private final boolean namesBoth;
    private final String text;

    private SettingConflict(Setting setting, Setting other, boolean namesBoth, String text) {
        this.setting = setting;
        this.other = other;
        this.namesBoth = namesBoth;
        this.text = text;
    }

    /** Returns all conflicts among settings, empty if they make sense together. */
    public static List<SettingConflict> in(JobSettings settings) {
        List<SettingConflict> conflicts = new ArrayList<>();
        addOrder(conflicts, settings, Setting.INTERVAL, Setting.MIN_PAUSE);
        if (settings.effective(Setting.INTERVAL_DURING_BACKLOG) != 0) {
            addOrder(conflicts, settings, Setting.INTERVAL_DURING_BACKLOG, Setting.INTERVAL);
            addNeed(conflicts, settings, Setting.INTERVAL_DURING_BACKLOG, Setting.INTERVAL);
        }
        addOneAtATime(conflicts, settings);
        return conflicts;
    }

    /**
     * Adds the conflict of unaligned checkpoints with more than one in flight, which Flink does not
     * accept either ({@code CheckpointCoordinatorConfiguration}, 1.18 to 2.3).
     */
    private static void addOneAtATime(List<SettingConflict> conflicts, JobSettings settings) {
        Setting unaligned = Setting.UNALIGNED_ENABLED;
        Setting concurrent = Setting.MAX_CONCURRENT;
        boolean changed =
                settings.overrideOf(unaligned) != null || settings.overrideOf(concurrent) != null;
        if (changed && settings.effective(unaligned) == 1 && settings.effective(concurrent) > 1) {
            conflicts.add(
                    new SettingConflict(
                            unaligned,
                            concurrent,
                            true,
                            concurrent.attribute()
                                    + " "
                                    + concurrent.text(settings.effective(concurrent))
                                    + " would be more than the one unaligned checkpoint that Flink"
                                    + " allows in flight"));
        }
    }

    private static void addOrder(
            List<SettingConflict> conflicts, JobSettings settings, Setting upper, Setting lower) {
        long high = settings.effective(upper);
        long low = settings.effective(lower);
        boolean changed = settings.overrideOf(upper) != null || settings.overrideOf(lower) != null;
        if (changed && high != SubmittedSettings.NONE && high < low) {
            conflicts.add(
                    new SettingConflict(
                            upper,
                            lower,
                            true,
                            upper.attribute()
                                    + " "
                                    + upper.text(high)
                                    + " would be below "
                                    + lower.attribute()
                                    + " "
                                    + lower.text(low)));
        }
    }

    private static void addNeed(
            List<SettingConflict> conflicts,
            JobSettings settings,
            Setting setting,
            Setting needed) {
        if (settings.overrideOf(setting) != null
                && settings.effective(needed) == SubmittedSettings.NONE) {
            conflicts.add(
                    new SettingConflict(
                            setting,
                            needed,
                            false,
                            setting.attribute()
                                    + " "
                                    + setting.text(settings.effective(setting))
                                    + " means nothing without "
                                    + needed.attribute()));
        }
    }

    public Setting setting() {
        return setting;
    }

    public Setting other() {
        return other;
    }

    /** Returns whether a change of either of the two would end the conflict. */
    public boolean namesBoth() {
        return namesBoth;
    }

    @Override
    public String toString() {
        return text;
    }
}
