// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingConflict;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.TextSanitizer;
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
 * Validator of a request to change settings, checked as a whole: every fault is found before any is
 * reported.
 *
 * <p>Checks in this order: the revision, names and numbers, ranges, the time to live, whether the
 * values make sense together, now and after each expiry, and last the settings that cannot be
 * changed here, or not by this caller. Values are checked in combination ({@link SettingConflict});
 * a value that is itself at fault is excluded from that.
 */
final class SettingsValidator {

    /**
     * Settings that make every checkpoint expire, or keep a job busy with checkpoints, if too
     * short.
     */
    private static final Set<Setting> HARMFUL_IF_SHORT =
            EnumSet.of(
                    Setting.TIMEOUT,
                    Setting.SAVEPOINT_TIMEOUT,
                    Setting.INTERVAL,
                    Setting.INTERVAL_DURING_BACKLOG,
                    Setting.MIN_PAUSE);

    /** Divisor of the submitted value below which a value counts as far below it. */
    private static final int FAR_BELOW = 10;

    /** Number of consecutive failures that a person on call has the time to notice. */
    private static final int MANY_FAILURES = 10;

    private final Map<Setting, Long> values = new EnumMap<>(Setting.class);
    private final Set<Setting> atFault = EnumSet.noneOf(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private final List<String> notSettable = new ArrayList<>();
    private final List<String> notAllowed = new ArrayList<>();
    private final long ttlMillis;
    private final boolean isStale;
    private final JobSettings now;
    private final SettingLimits limits;
    private final long longest;

    /**
     * @param asked attribute name to value, a {@code Long} or a text
     * @param ttlMillis how long it is to be effective in milliseconds, 0 until reset
     * @param expectedRevision the revision it was made for, -1 for any
     * @param now the current settings
     * @param limits the least and the greatest values allowed
     * @param longest the duration of the longest of the last checkpoints in milliseconds
     * @param whyNotSettable returns why a setting cannot be changed, empty if it can
     */
    SettingsValidator(
            Map<String, ?> asked,
            long ttlMillis,
            long expectedRevision,
            JobSettings now,
            SettingLimits limits,
            long longest,
            Function<Setting, String> whyNotSettable) {
        this.ttlMillis = ttlMillis;
        this.now = now;
        this.limits = limits;
        this.longest = longest;
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
            // a sentence for each of them would make the message as long as the caller likes
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
     * Returns the settings with the change applied, after checking that they make sense together,
     * now and after each expiry; the current settings if there is any fault.
     *
     * @param at the time of the change in epoch milliseconds
     * @param by the caller
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

    /** Returns the faults, one sentence for each, empty if there are none. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        all.addAll(notSettable);
        all.addAll(notAllowed);
        return Collections.unmodifiableList(all);
    }

    /**
     * Returns the rejection as the exception class that the contract has for the gravest of the
     * faults.
     */
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

    /**
     * Rejects changes that can end a job, or lose the checkpoints it leaves behind, from callers
     * who may not end it.
     */
    private void requireRole() {
        String why = CallerContext.whyNot(Role.ADMIN);
        if (why.isEmpty()) {
            return;
        }
        values.forEach(
                (setting, value) -> {
                    String harm = harm(setting, value);
                    if (!harm.isEmpty()) {
                        atFault.add(setting);
                        notAllowed.add(
                                setting.attribute()
                                        + " "
                                        + setting.text(value)
                                        + harm
                                        + ", and so "
                                        + why
                                        + still(setting));
                    }
                });
    }

    /** Returns the harm that a value can do, empty for none. */
    private String harm(Setting setting, long value) {
        long submitted = now.submitted().get(setting);
        if (setting == Setting.RETENTION && value < submitted) {
            // the checkpoints that Flink would have retained of an ended job are lost for good
            return " keeps less than " + asSubmitted(setting, submitted);
        }
        if (setting == Setting.NUM_RETAINED && value < submitted) {
            // the older checkpoints are lost for good when the next one completes
            return " keeps fewer checkpoints than " + asSubmitted(setting, submitted);
        }
        boolean isOfSavepoints = setting == Setting.SAVEPOINT_TIMEOUT;
        if (value >= (isOfSavepoints ? now.timeout(true) : now.effective(setting))
                || (isOfSavepoints && value == 0)) {
            return "";
        }
        // savepoints are submitted with the timeout of checkpoints
        Setting of = isOfSavepoints ? Setting.TIMEOUT : setting;
        if (HARMFUL_IF_SHORT.contains(setting) && value < now.submitted().get(of) / FAR_BELOW) {
            return " is less than a tenth of " + asSubmitted(of, now.submitted().get(of));
        }
        if (setting == Setting.TOLERABLE_FAILED_CHECKPOINTS
                && value < Math.min(submitted, MANY_FAILURES)) {
            return " is less than "
                    + MANY_FAILURES
                    + " and than "
                    + asSubmitted(setting, submitted);
        }
        return (setting == Setting.TIMEOUT || isOfSavepoints) && value < longest
                ? " is less than the " + longest + " ms that one of the last checkpoints took"
                : "";
    }

    private static String asSubmitted(Setting setting, long submitted) {
        return setting.text(submitted) + ", with which the job was submitted";
    }

    private void parse(String name, Object value) {
        Setting setting = Setting.named(name).orElse(null);
        if (setting == null) {
            faults.add(
                    TextSanitizer.quoted(name)
                            + " is not a setting that can be changed; there are "
                            + Setting.names());
            return;
        }
        if (value instanceof Long && setting.isNumber()) {
            checkRange(setting, (Long) value);
            return;
        }
        String text = value.toString();
        try {
            checkRange(setting, setting.parse(text));
        } catch (IllegalArgumentException e) {
            atFault.add(setting);
            faults.add(
                    setting.attribute()
                            + " '"
                            + TextSanitizer.quoted(text)
                            + "' is "
                            + e.getMessage()
                            + still(setting));
        }
    }

    private void checkRange(Setting setting, long value) {
        if (limits.isBelow(setting, value)) {
            atFault.add(setting);
            faults.add(
                    found(setting, value)
                            + " is below the minimum of "
                            + setting.text(limits.min(setting))
                            + limits.minSource(setting)
                            + still(setting));
        } else if (value > limits.max(setting)) {
            atFault.add(setting);
            faults.add(
                    found(setting, value)
                            + " is above the maximum of "
                            + setting.text(limits.max(setting))
                            + limits.maxSource(setting)
                            + still(setting));
        } else if (setting.isInGap(value)) {
            atFault.add(setting);
            faults.add(
                    found(setting, value)
                            + " is neither 0 nor at least "
                            + setting.text(setting.leastAboveZero())
                            + still(setting));
        } else {
            values.put(setting, value);
        }
    }

    /**
     * Returns a value as it was requested: -1 means none where a setting is read, not where it is
     * set.
     */
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
                                + (conflict.namesBoth()
                                        ? still(one) + still(other)
                                        : still(other)));
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
