// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Time in which the next checkpoint of a job must complete, so that no transaction of a sink times
 * out. Immutable.
 */
public final class TransactionWindow {

    /** Share of the timeout that is left for a completed checkpoint to be reported to the sinks. */
    private static final int MARGIN_SHARE = 10;

    private final long openedAt;
    private final long timeoutMillis;
    private final long longestMillis;

    private TransactionWindow(long openedAt, long timeoutMillis, long longestMillis) {
        this.openedAt = openedAt;
        this.timeoutMillis = timeoutMillis;
        this.longestMillis = longestMillis;
    }

    /**
     * Returns the window of the oldest transaction.
     *
     * @param openedAt the earliest time at which the oldest transaction can have been opened, in
     *     epoch milliseconds
     * @param timeoutMillis the timeout of transactions, greater than 0
     * @param longestMillis the duration of the longest of the last checkpoints, -1 before the first
     */
    public static TransactionWindow of(long openedAt, long timeoutMillis, long longestMillis) {
        return new TransactionWindow(openedAt, timeoutMillis, longestMillis);
    }

    /** Returns the earliest time at which the oldest transaction can have been opened. */
    public long openedAt() {
        return openedAt;
    }

    /** Returns the timeout of transactions in milliseconds. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** Returns when the oldest transaction times out, in epoch milliseconds. */
    public long timesOutAt() {
        return Millis.plus(openedAt, timeoutMillis);
    }

    /** Returns when a checkpoint must be triggered at the latest, in epoch milliseconds. */
    public long actAt() {
        return Millis.plus(openedAt, mostMillis());
    }

    /**
     * Returns for how long after a checkpoint's trigger the next one may be triggered in time, in
     * milliseconds.
     */
    public long mostMillis() {
        return timeoutMillis - marginMillis();
    }

    /**
     * Returns the time between the last possible trigger and the timeout: a tenth of the timeout,
     * and the longest duration of the last checkpoints, but at most half of the timeout. A
     * checkpoint that takes longer than that cannot be followed by another one in time, since a
     * transaction is open from the trigger of one to the completion of the next: beginning even
     * earlier would not help.
     */
    public long marginMillis() {
        long wanted = Millis.plus(timeoutMillis / MARGIN_SHARE, Math.max(0, longestMillis));
        return Math.min(timeoutMillis / 2, wanted);
    }

    /** Returns whether checkpoints take so long that the next one is always too late. */
    public boolean isTooShort() {
        return longestMillis >= timeoutMillis / 2;
    }

    /** Returns the milliseconds until the oldest transaction times out, 0 if it may have. */
    public long remaining(long now) {
        return Math.max(0, timesOutAt() - now);
    }

    /** Returns the time of {@link #actAt} as a text, with whole seconds. */
    public String actAtText() {
        return text(actAt());
    }

    /** Returns the state of the oldest transaction at a time, as a part of a sentence. */
    public String describe(long now) {
        String which = "the oldest transaction that a sink can have open ";
        String timeout =
                "(" + Setting.TRANSACTION_TIMEOUT.attribute() + " " + timeoutMillis + " ms)";
        return remaining(now) == 0
                ? which + "may have timed out at " + text(timesOutAt()) + " " + timeout
                : which
                        + "times out in "
                        + remaining(now)
                        + " ms, at "
                        + text(timesOutAt())
                        + " "
                        + timeout;
    }

    private static String text(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
