// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.util.EnumMap;
import java.util.Map;

/**
 * Limits that the operator of the JobManager puts on the values that callers may set: a timeout of
 * a day hides a hang for a day, one of ten milliseconds ends a job that tolerates no failure.
 * Immutable. Submitted values are not affected.
 */
public final class SettingLimits {

    /** Limits that add nothing to the settings' own ranges. */
    public static final SettingLimits NONE = new SettingLimits(Map.of(), Map.of());

    private final Map<Setting, Long> least = new EnumMap<>(Setting.class);
    private final Map<Setting, Long> greatest = new EnumMap<>(Setting.class);

    private SettingLimits(Map<Setting, Long> least, Map<Setting, Long> greatest) {
        this.least.putAll(least);
        this.greatest.putAll(greatest);
    }

    /** Returns limits of these values; settings left out have their own. */
    public static SettingLimits of(Map<Setting, Long> least, Map<Setting, Long> greatest) {
        return new SettingLimits(least, greatest);
    }

    /**
     * Returns the option that limits a setting from below, {@code settings.minTimeout} for example.
     */
    public static String minOption(Setting setting) {
        return "settings.min" + name(setting);
    }

    /**
     * Returns the option that limits a setting from above, {@code settings.maxTimeout} for example.
     */
    public static String maxOption(Setting setting) {
        return "settings.max" + name(setting);
    }

    /**
     * Returns the name in the option, which for the tolerable failures is the name of Flink's
     * option.
     */
    private static String name(Setting setting) {
        return setting == Setting.TOLERABLE_FAILED_CHECKPOINTS
                ? "TolerableFailedCheckpoints"
                : setting.attribute();
    }

    /** Returns the least value that may be set; see {@link #isBelow} for 0. */
    public long min(Setting setting) {
        Long limit = least.get(setting);
        return limit == null ? setting.min() : limit;
    }

    /**
     * Returns whether a value is too small to be set. 0 never is where it stands for no value of
     * its own.
     */
    public boolean isBelow(Setting setting, long value) {
        return value < min(setting) && !(value == 0 && setting.isZeroNone());
    }

    /** Returns the greatest value that may be set. */
    public long max(Setting setting) {
        Long limit = greatest.get(setting);
        return limit == null ? setting.max() : limit;
    }

    /** Returns the source of the least value, for messages; empty if it is the setting's own. */
    public String minSource(Setting setting) {
        return least.containsKey(setting) ? " (" + minOption(setting) + ")" : "";
    }

    /** Returns the source of the greatest value, for messages; empty if it is the setting's own. */
    public String maxSource(Setting setting) {
        return greatest.containsKey(setting) ? " (" + maxOption(setting) + ")" : "";
    }
}
