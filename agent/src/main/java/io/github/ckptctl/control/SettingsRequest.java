// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.Role;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A wish to change settings, checked as a whole: every fault is found before any is reported.
 *
 * <p>Checks in this order: the revision, names and numbers, ranges, the time to live, whether the
 * values make sense together, now and after each expiry, and last what cannot be changed here, or
 * not by this caller. Values are seen together ({@link SettingConflict}); one that is at fault by
 * itself is left out of that.
 */
final class SettingsRequest {

    private final Map<Setting, Long> values = new EnumMap<>(Setting.class);
    private final Set<Setting> atFault = EnumSet.noneOf(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final List<String> notSettable = new ArrayList<>();
    private final List<String> notAllowed = new ArrayList<>();
    private final long ttlMillis;
    private final boolean isStale;
    private final JobSettings now;
    private final SettingLimits limits;

    /**
     * @param asked attribute name to value as text
     * @param ttlMillis how long it is to hold in milliseconds, 0 until reset
     * @param expectedRevision the revision it was made for, -1 for any
     * @param now what holds at the moment
     * @param limits the greatest values allowed
     * @param whyNotSettable tells why a setting cannot be changed, empty if it can
     */
    SettingsRequest(
            Map<String, String> asked,
            long ttlMillis,
            long expectedRevision,
            JobSettings now,
            SettingLimits limits,
            Function<Setting, String> whyNotSettable) {
        this.ttlMillis = ttlMillis;
        this.now = now;
        this.limits = limits;
        this.isStale = expectedRevision != -1 && expectedRevision != now.revision();
        if (isStale) {
            faults.add(
                    "the change was made for revision "
                            + expectedRevision
                            + ", but the settings are at revision "
                            + now.revision());
        }
        if (asked.isEmpty()) {
            faults.add("no setting was named; there are " + Setting.names());
        }
        if (asked.size() <= Setting.ALL.size()) {
            asked.forEach(this::parse);
        } else {
            // one sentence for each of them would be as long as the caller likes
            faults.add(
                    asked.size()
                            + " settings are named, more than there are; there are "
                            + Setting.names());
        }
        if (ttlMillis < 0 || ttlMillis > Setting.TIMEOUT.max()) {
            faults.add("ttl " + ttlMillis + " ms is not within 0 and " + Setting.TIMEOUT.max());
        }
        for (String name : asked.keySet()) {
            Setting.named(name)
                    .ifPresent(setting -> requireSettable(setting, whyNotSettable.apply(setting)));
        }
        requireRole();
        values.keySet().removeAll(atFault);
    }

    /**
     * Returns the settings with the change in them, after checking that they make sense together,
     * now and after each expiry; those that hold where anything is at fault.
     *
     * @param at the time of the change in epoch milliseconds
     * @param by who asks
     * @param reason why
     */
    JobSettings applied(long at, String by, String reason) {
        long expiresAt = ttlMillis > 0 ? at + ttlMillis : SettingOverride.FOR_GOOD;
        Map<Setting, SettingOverride> overrides = new EnumMap<>(Setting.class);
        values.forEach(
                (setting, value) ->
                        overrides.put(
                                setting,
                                new SettingOverride(
                                        value,
                                        now.submitted().get(setting),
                                        at,
                                        by,
                                        reason,
                                        expiresAt)));
        JobSettings next = now.with(overrides);
        int before = faults.size();
        checkTogether(next, "");
        for (long expiry : next.expiries()) {
            if (faults.size() == before) {
                checkTogether(next.at(expiry), " after the expiry of a change");
            }
        }
        return faults().isEmpty() ? next : now;
    }

    /** Returns what is wrong, one sentence for each fault, empty if nothing is. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        all.addAll(notSettable);
        all.addAll(notAllowed);
        return Collections.unmodifiableList(all);
    }

    /** Returns the refusal in the class that the contract has for the gravest of the faults. */
    RuntimeException refusal(String message) {
        if (isStale) {
            return new IllegalStateException(message);
        }
        if (!faults.isEmpty()) {
            return new IllegalArgumentException(message);
        }
        return notSettable.isEmpty()
                ? new SecurityException(message)
                : new UnsupportedOperationException(message);
    }

    private void requireSettable(Setting setting, String why) {
        if (!why.isEmpty()) {
            atFault.add(setting);
            notSettable.add(setting.attribute() + " cannot be changed: " + why);
        }
    }

    /** What Flink would have kept of an ended job is gone for good. */
    private void requireRole() {
        Setting setting = Setting.RETENTION;
        Long value = values.get(setting);
        long submitted = now.submitted().get(setting);
        String why = Caller.whyNot(Role.ADMIN);
        if (value != null && value < submitted && !why.isEmpty()) {
            atFault.add(setting);
            notAllowed.add(
                    setting.attribute()
                            + " "
                            + setting.text(value)
                            + " keeps less than "
                            + setting.text(submitted)
                            + ", with which the job was submitted, and so "
                            + why
                            + still(setting));
        }
    }

    private void parse(String name, String text) {
        Setting setting = Setting.named(name).orElse(null);
        if (setting == null) {
            faults.add(
                    SafeText.quoted(name)
                            + " is not a setting that can be changed; there are "
                            + Setting.names());
            return;
        }
        try {
            checkRange(setting, setting.parse(text));
        } catch (IllegalArgumentException e) {
            atFault.add(setting);
            faults.add(
                    setting.attribute()
                            + " '"
                            + SafeText.quoted(text)
                            + "' is "
                            + e.getMessage()
                            + still(setting));
        }
    }

    private void checkRange(Setting setting, long value) {
        if (value < setting.min()) {
            atFault.add(setting);
            faults.add(
                    found(setting, value)
                            + " is below the minimum of "
                            + setting.text(setting.min())
                            + still(setting));
        } else if (value > limits.max(setting)) {
            atFault.add(setting);
            faults.add(
                    found(setting, value)
                            + " is above the maximum of "
                            + setting.text(limits.max(setting))
                            + limits.source(setting)
                            + still(setting));
        } else {
            values.put(setting, value);
        }
    }

    /** As it was asked for: -1 stands for none where a setting is read, not where it is set. */
    private static String found(Setting setting, long value) {
        return setting.attribute() + " " + value + " " + setting.unit();
    }

    private void checkTogether(JobSettings settings, String when) {
        for (SettingConflict conflict : SettingConflict.in(settings)) {
            Setting one = conflict.setting();
            Setting other = conflict.other();
            if (!isAtFault(one, other)) {
                faults.add(
                        conflict
                                + when
                                + (conflict.isOrder() ? still(one) + still(other) : still(other)));
            }
        }
    }

    private boolean isAtFault(Setting one, Setting other) {
        return atFault.contains(one) || atFault.contains(other);
    }

    private String still(Setting setting) {
        return ", " + setting.attribute() + " is still " + setting.text(now.effective(setting));
    }
}
