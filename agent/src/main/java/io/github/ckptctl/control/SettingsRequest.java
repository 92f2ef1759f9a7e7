// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A wish to change settings, checked as a whole: every fault is found before any is reported.
 *
 * <p>Checks in this order: names and numbers, ranges, and then whether the values make sense
 * together, now and after each expiry. The last matters because Flink's own code would throw if the
 * min pause ever stood above the interval ({@code getRandomInitDelay} in 1.x).
 */
final class SettingsRequest {

    private final Map<Setting, Long> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final JobSettings now;
    private final SettingLimits limits;

    /**
     * @param asked attribute name to value as text
     * @param now what holds at the moment
     * @param limits the greatest values allowed
     */
    SettingsRequest(Map<String, String> asked, JobSettings now, SettingLimits limits) {
        this.now = now;
        this.limits = limits;
        if (asked.isEmpty()) {
            faults.add("no setting was named; there are " + Setting.names());
        }
        asked.forEach(this::parse);
    }

    /** Returns the values asked for; meaningful only without faults. */
    Map<Setting, Long> values() {
        return values;
    }

    /** Returns what is wrong, one sentence for each fault, empty if nothing is. */
    List<String> faults() {
        return faults;
    }

    /**
     * Returns the settings with the change in them, after checking that they make sense now and
     * after each expiry; the faults found are in {@link #faults()}.
     */
    JobSettings applied(Map<Setting, SettingOverride> overrides) {
        JobSettings next = now.with(overrides);
        checkTogether(next, "");
        for (long expiry : next.expiries()) {
            if (faults.isEmpty()) {
                checkTogether(next.at(expiry), " after the expiry of a change");
            }
        }
        return next;
    }

    private void parse(String name, String text) {
        Setting setting = Setting.named(name).orElse(null);
        if (setting == null) {
            faults.add(
                    name + " is not a setting that can be changed; there are " + Setting.names());
            return;
        }
        try {
            checkRange(setting, setting.parse(text));
        } catch (IllegalArgumentException e) {
            faults.add(
                    setting.attribute() + " '" + text + "' is " + e.getMessage() + still(setting));
        }
    }

    private void checkRange(Setting setting, long value) {
        String found = setting.attribute() + " " + setting.text(value);
        if (value < setting.min()) {
            faults.add(
                    found
                            + " is below the minimum of "
                            + setting.text(setting.min())
                            + still(setting));
        } else if (value > limits.max(setting)) {
            faults.add(
                    found
                            + " is above the maximum of "
                            + setting.text(limits.max(setting))
                            + limits.source(setting)
                            + still(setting));
        } else {
            values.put(setting, value);
        }
    }

    private void checkTogether(JobSettings settings, String when) {
        checkOrder(settings, Setting.INTERVAL, Setting.MIN_PAUSE, when);
        if (settings.effective(Setting.INTERVAL_DURING_BACKLOG) != 0) {
            checkOrder(settings, Setting.INTERVAL_DURING_BACKLOG, Setting.INTERVAL, when);
            checkNeeds(settings, Setting.INTERVAL_DURING_BACKLOG, Setting.INTERVAL, when);
        }
    }

    /**
     * Finds fault if one value stands below the other through a change; what the job was submitted
     * with is Flink's business (1.x lifts the interval to the min pause by itself).
     */
    private void checkOrder(JobSettings settings, Setting upper, Setting lower, String when) {
        long high = settings.effective(upper);
        long low = settings.effective(lower);
        boolean changed = settings.overrideOf(upper) != null || settings.overrideOf(lower) != null;
        if (changed && high != SubmittedSettings.NONE && high < low) {
            faults.add(
                    upper.attribute()
                            + " "
                            + upper.text(high)
                            + " would be below "
                            + lower.attribute()
                            + " "
                            + lower.text(low)
                            + when
                            + still(upper)
                            + still(lower));
        }
    }

    private void checkNeeds(JobSettings settings, Setting setting, Setting needed, String when) {
        if (settings.overrideOf(setting) != null
                && settings.effective(needed) == SubmittedSettings.NONE) {
            faults.add(
                    setting.attribute()
                            + " "
                            + setting.text(settings.effective(setting))
                            + " means nothing without "
                            + needed.attribute()
                            + when
                            + still(needed));
        }
    }

    private String still(Setting setting) {
        return ", " + setting.attribute() + " is still " + setting.text(now.effective(setting));
    }
}
