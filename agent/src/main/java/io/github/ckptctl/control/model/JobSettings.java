// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Settings of one job at one moment: the submitted values, the overrides, the revision.
 *
 * <p>Immutable, so that the values a reader sees belong together. A change creates a new instance
 * with the next revision.
 */
@SuppressWarnings("EnumOrdinal") // the array makes the hot read free of allocation
public final class JobSettings {

    /** Result of {@link #override} for a setting that has none. */
    public static final long NO_OVERRIDE = Long.MIN_VALUE;

    private static final long NEVER = -1;

    private final SubmittedSettings submitted;
    private final Map<Setting, SettingOverride> overrides;
    private final long revision;

    /** Since when something has been overridden without a break, epoch milliseconds, or -1. */
    private final long overriddenSince;

    /** The same overrides by ordinal, for Flink's own reads. */
    private final long[] overrideValues;

    private JobSettings(
            SubmittedSettings submitted,
            Map<Setting, SettingOverride> overrides,
            long revision,
            long overriddenBefore) {
        this.submitted = submitted;
        this.overriddenSince =
                overrides.isEmpty() ? NEVER : since(overriddenBefore, overrides.values());
        this.overrides = Collections.unmodifiableMap(overrides);
        this.revision = revision;
        this.overrideValues = new long[Setting.ALL.size()];
        for (Setting setting : Setting.ALL) {
            SettingOverride override = overrideOf(setting);
            overrideValues[setting.ordinal()] = override == null ? NO_OVERRIDE : override.value();
        }
    }

    public static JobSettings of(SubmittedSettings submitted) {
        return new JobSettings(submitted, new EnumMap<>(Setting.class), 0, NEVER);
    }

    /** Returns the override of one setting, or {@link #NO_OVERRIDE}. Allocates nothing. */
    public long override(Setting setting) {
        return overrideValues[setting.ordinal()];
    }

    /** Returns a setting's override, or the submitted value if there is none. */
    public long overrideOr(Setting setting, long submitted) {
        long override = override(setting);
        return override == NO_OVERRIDE ? submitted : override;
    }

    /** Returns the effective value, {@link SubmittedSettings#NONE} where there is none. */
    public long effective(Setting setting) {
        long value = override(setting);
        return value == NO_OVERRIDE ? submitted.get(setting) : value;
    }

    /** Returns the setting that the deadline of a checkpoint, or of a savepoint, comes from. */
    public Setting timeoutSetting(boolean savepoint) {
        return savepoint && effective(Setting.SAVEPOINT_TIMEOUT) > 0
                ? Setting.SAVEPOINT_TIMEOUT
                : Setting.TIMEOUT;
    }

    /** Returns the milliseconds that a checkpoint, or a savepoint, may take. */
    public long timeout(boolean savepoint) {
        return effective(timeoutSetting(savepoint));
    }

    /**
     * Returns the override of the milliseconds that a checkpoint, or a savepoint, may take, or the
     * submitted value if there is none. Allocates nothing.
     */
    public long timeoutOr(boolean savepoint, long submitted) {
        long own = savepoint ? override(Setting.SAVEPOINT_TIMEOUT) : 0;
        return own > 0 ? own : overrideOr(Setting.TIMEOUT, submitted);
    }

    /** Returns the settings that the job was submitted with. */
    public SubmittedSettings submitted() {
        return submitted;
    }

    /** Returns the number of changes so far. */
    public long revision() {
        return revision;
    }

    /** Returns whether anything is overridden. */
    public boolean hasOverrides() {
        return !overrides.isEmpty();
    }

    /**
     * Returns the override that decides a setting's value: its own, or for the interval during
     * backlog of a job that was submitted with one interval for both, the interval's.
     */
    public @Nullable SettingOverride overrideOf(Setting setting) {
        SettingOverride own = overrides.get(setting);
        return own == null
                        && setting == Setting.INTERVAL_DURING_BACKLOG
                        && submitted.isOneInterval()
                ? overrides.get(Setting.INTERVAL)
                : own;
    }

    /** Returns since when something has been overridden without a break, in epoch ms, or -1. */
    public long overriddenSince() {
        return overriddenSince;
    }

    private static long since(long before, Collection<SettingOverride> overrides) {
        return before != NEVER
                ? before
                : overrides.stream().mapToLong(SettingOverride::changedAt).min().orElse(NEVER);
    }

    /** Returns these settings with the overrides and the revision of a record. */
    public JobSettings restored(JobRecord record) {
        return new JobSettings(
                submitted, record.overrides(), record.revision(), record.overriddenSince());
    }

    /** Returns these settings without some of the overrides, as the next revision. */
    public JobSettings without(Predicate<Map.Entry<Setting, SettingOverride>> ended) {
        EnumMap<Setting, SettingOverride> left = copy();
        boolean changed = left.entrySet().removeIf(ended);
        return changed ? new JobSettings(submitted, left, revision + 1, overriddenSince) : this;
    }

    /** Returns these settings for a coordinator that reports its submitted values again. */
    public JobSettings submittedAs(SubmittedSettings newSubmitted) {
        return new JobSettings(newSubmitted, copy(), revision, overriddenSince);
    }

    /** Returns these settings with some overrides set, as the next revision. */
    public JobSettings with(Map<Setting, SettingOverride> changes) {
        EnumMap<Setting, SettingOverride> next = copy();
        next.putAll(changes);
        return new JobSettings(submitted, next, revision + 1, overriddenSince);
    }

    /** Returns these settings without any override, as the next revision. */
    public JobSettings withoutOverrides() {
        return new JobSettings(submitted, new EnumMap<>(Setting.class), revision + 1, NEVER);
    }

    /** Returns these settings as they are at that time, as the next revision if any expired. */
    public JobSettings at(long now) {
        return without(override -> override.getValue().isExpired(now));
    }

    /** Returns the overrides. */
    public Map<Setting, SettingOverride> overrides() {
        return overrides;
    }

    /** Returns when the next override expires, in epoch milliseconds. */
    public OptionalLong nextExpiry() {
        long next = Long.MAX_VALUE;
        for (SettingOverride override : overrides.values()) {
            if (override.expiresAt() != SettingOverride.FOR_GOOD) {
                next = Math.min(next, override.expiresAt());
            }
        }
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Returns all times at which overrides expire, soonest first. */
    public SortedSet<Long> expiries() {
        TreeSet<Long> times = new TreeSet<>();
        for (SettingOverride override : overrides.values()) {
            if (override.expiresAt() != SettingOverride.FOR_GOOD) {
                times.add(override.expiresAt());
            }
        }
        return times;
    }

    /** Returns whether any of the settings' effective values differ. */
    public boolean differsFrom(JobSettings other, Setting... settings) {
        for (Setting setting : settings) {
            if (effective(setting) != other.effective(setting)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a change from those settings to these would change nothing: no value, no
     * expiry.
     */
    public boolean isNoOpComparedTo(JobSettings before) {
        return overrides.keySet().equals(before.overrides.keySet())
                && Arrays.equals(overrideValues, before.overrideValues)
                && nextExpiry().isEmpty()
                && before.nextExpiry().isEmpty();
    }

    /** Returns the values in {@code shown} of all settings that differ between these and before. */
    public String changesFrom(JobSettings before, JobSettings shown) {
        StringBuilder changes = new StringBuilder();
        for (Setting setting : Setting.ALL) {
            if (overrideOf(setting) != before.overrideOf(setting)) {
                changes.append(changes.length() == 0 ? "" : ", ")
                        .append(setting.attribute())
                        .append('=')
                        .append(setting.text(shown.effective(setting)));
            }
        }
        return changes.toString();
    }

    private EnumMap<Setting, SettingOverride> copy() {
        EnumMap<Setting, SettingOverride> copy = new EnumMap<>(Setting.class);
        copy.putAll(overrides);
        return copy;
    }
}
