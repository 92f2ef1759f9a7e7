// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Transactions of a job's sinks, part of {@link CheckpointCoordinatorMXBean}: when the oldest one
 * times out, and what is done in time.
 *
 * <p>A sink that writes in transactions (exactly-once sinks of Kafka, for example) opens one at
 * each checkpoint's barrier, and commits it when the next checkpoint has completed. If none
 * completes, because checkpointing is suspended, the interval is very long or checkpoints fail, the
 * broker aborts the transaction when its timeout is over, and the records in it are lost in that
 * sink.
 *
 * <h2>The timeout</h2>
 *
 * Neither Flink nor the agent knows it: it is an option of the sink's producer ({@code
 * transaction.timeout.ms} of Kafka), bounded by one of the broker's ({@code
 * transaction.max.timeout.ms}). {@link #setTransactionTimeout} passes it to the agent; where
 * several sinks differ, the shortest counts.
 *
 * <h2>The start</h2>
 *
 * The time is counted from the trigger of the newest completed checkpoint, or from the start of the
 * job's execution graph where that is later. The oldest transaction that can be open was opened
 * when that checkpoint's barrier reached its sink, which is after the trigger: all that were opened
 * earlier belong to that checkpoint, and are committed. A later checkpoint that failed, or is still
 * in flight, has opened further transactions but committed none. Savepoints commit none either. A
 * broker counts from a transaction's first record, which is later still; so the result is early
 * rather than late. After a restart of single regions it may be much too early, since the other
 * regions keep their transactions.
 *
 * <p>It covers the time between two checkpoints, not the time that a job is down: a transaction
 * that is waiting to be committed while the job restarts times out as well.
 */
public interface CheckpointTransactionManagement {

    /** Least timeout that can be set, in milliseconds; 0 means that it is not known. */
    long MIN_TRANSACTION_TIMEOUT = 1000;

    /** Value of {@code TransactionGuard}: nothing is done. */
    String GUARD_OFF = "OFF";

    /** Value of {@code TransactionGuard}: a log line and a notification. */
    String GUARD_WARN = "WARN";

    /** Value of {@code TransactionGuard}: a suspension ends. */
    String GUARD_RESUME = "RESUME";

    /** Value of {@code TransactionGuard}: a checkpoint is triggered. */
    String GUARD_TRIGGER = "TRIGGER";

    /**
     * Returns the timeout of the transactions of the job's sinks in milliseconds, 0 if it is not
     * known.
     */
    @Description(
            "Timeout of the transactions of the job's sinks, in ms, as set at their producers and"
                    + " brokers (the shortest counts); 0 = not known, else at least 1000. A change"
                    + " counts at once, for warnings, MillisToTransactionTimeout and"
                    + " TransactionGuard; it changes nothing at the sink")
    @Unit("ms")
    @Range(min = 0, max = CheckpointSettingsManagement.MAX_DURATION)
    long getTransactionTimeout();

    /**
     * Sets the timeout of the transactions of the job's sinks, which neither Flink nor the agent
     * can look up. It changes nothing at the sinks.
     *
     * @param millis the shortest timeout of all sinks in milliseconds, at least 1000; 0 if it is
     *     not known
     * @throws IllegalArgumentException if it is out of range; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setTransactionTimeout(long millis);

    /** Returns what is done before the oldest transaction times out. */
    @Description(
            "What is done before the oldest transaction of a sink times out (TransactionTimeout): OFF"
                    + " nothing; WARN a line in the log and a notification; RESUME a suspension ends"
                    + " by itself; TRIGGER a checkpoint is triggered, also while PERIODIC is"
                    + " suspended, and a suspension of ALL ends as with RESUME. A change counts at"
                    + " once")
    @LegalValues({GUARD_OFF, GUARD_WARN, GUARD_RESUME, GUARD_TRIGGER})
    String getTransactionGuard();

    /**
     * Sets what is done before the oldest transaction of a sink times out. Has no effect while
     * {@code TransactionTimeout} is 0.
     *
     * <p>The guard acts a margin before that time: a tenth of the timeout plus the longest duration
     * of the last ten checkpoints, at most half of the timeout. So one checkpoint can complete, and
     * be reported to the sinks, before the time is up. Half, because a checkpoint that takes longer
     * than that is followed too late by the next one, whenever that is triggered.
     *
     * <ul>
     *   <li>{@code OFF}: nothing.
     *   <li>{@code WARN}, the initial value: one line in the log and one notification, whatever the
     *       reason why no checkpoint has completed.
     *   <li>{@code RESUME}: a suspension ends by itself, with an entry in the history. A suspension
     *       that would end at once is rejected. Without a suspension as {@code WARN}.
     *   <li>{@code TRIGGER}: a checkpoint is triggered, and again if it fails, as long as no other
     *       is in flight; while {@code PERIODIC} is suspended, while {@code Interval} is longer
     *       than the time, and for a job without an interval. While {@code ALL} is suspended
     *       nothing may complete: it acts as {@code RESUME}, and the answer of {@code suspend} says
     *       so.
     * </ul>
     *
     * @param guard one of the four
     * @throws IllegalArgumentException if it is none of the four; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setTransactionGuard(String guard);

    /**
     * Returns in how many milliseconds the oldest transaction that a sink can have open times out,
     * 0 if it may have done so already, -1 if {@code TransactionTimeout} is 0 or the job has no
     * checkpoint coordinator.
     */
    @Description(
            "In how many ms the oldest transaction that a sink can have open times out, 0 if it may"
                    + " have done so already, -1 while TransactionTimeout is 0. Counted from the"
                    + " trigger of the newest completed checkpoint, or from the start of the job's"
                    + " tasks if that is later")
    @Unit("ms")
    long getMillisToTransactionTimeout();
}
