// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.util.Map;

/**
 * Settings that a job was submitted with: one value for each setting, -1 where it has none.
 * Immutable.
 */
@SuppressWarnings("EnumOrdinal") // an array, as a change compares all values several times
public final class SubmittedSettings {

    /** Value for "none": the interval of a job without periodic checkpoints, for example. */
    public static final long NONE = -1;

    /**
     * Values of settings that Flink does not have: extension off, the timeout of transactions not
     * known, no timeout of savepoints alone, and sane values for when they are on.
     */
    private static final Map<Setting, Long> ABSENT =
            Map.of(
                    Setting.SAVEPOINT_TIMEOUT, 0L,
                    Setting.AUTO_EXTEND_ACK_PERCENT, 0L,
                    Setting.AUTO_EXTEND_BY, 60_000L,
                    Setting.AUTO_EXTEND_LIMIT, 3L,
                    Setting.TRANSACTION_TIMEOUT, 0L,
                    Setting.TRANSACTION_GUARD,
                            Setting.TRANSACTION_GUARD.parse(TransactionGuard.WARN.name()));

    private static final SubmittedSettings UNKNOWN = new SubmittedSettings(Map.of());

    /** By ordinal. */
    private final long[] values = new long[Setting.ALL.size()];

    private SubmittedSettings(Map<Setting, Long> given) {
        for (Setting setting : Setting.ALL) {
            values[setting.ordinal()] =
                    given.getOrDefault(setting, ABSENT.getOrDefault(setting, NONE));
        }
    }

    /** Returns the settings with these values; those left out are {@link #NONE}. */
    public static SubmittedSettings of(Map<Setting, Long> values) {
        return new SubmittedSettings(values);
    }

    /** Returns the settings of a job that has no coordinator. */
    public static SubmittedSettings unknown() {
        return UNKNOWN;
    }

    /**
     * Returns whether the interval during backlog is the same as the interval. It is less only
     * where it was not given, beside an interval that Flink 1.x raised to the min pause.
     */
    boolean isOneInterval() {
        long duringBacklog = get(Setting.INTERVAL_DURING_BACKLOG);
        return duringBacklog != 0 && duringBacklog <= get(Setting.INTERVAL);
    }

    /**
     * Returns the submitted value of one setting, the default for settings that Flink does not
     * have.
     */
    public long get(Setting setting) {
        return values[setting.ordinal()];
    }
}
