// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Statistics of the checkpoints of one running job, part of {@link CheckpointCoordinatorMXBean}.
 *
 * <h2>Counters</h2>
 *
 * They are Flink's, each momentary; two of them read one after the other need not add up.
 *
 * <h2>Gauges</h2>
 *
 * Flat numbers for collectors that cannot read composite values. -1 means that there is none.
 *
 * <h2>Diagnosis</h2>
 *
 * {@link #describeCheckpoint} has every task and subtask of one checkpoint; {@link #diagnose} names
 * what holds the checkpoint in flight, and which settings would help; {@link #stacksOfHolders}
 * shows what the threads of these subtasks are doing.
 */
public interface CheckpointStatisticsManagement {

    /** Returns the checkpoints and savepoints in flight, oldest first. */
    @Description("Checkpoints and savepoints in flight, oldest first, with their deadlines")
    PendingCheckpointInfo[] getPendingCheckpoints();

    /** Returns the newest completed checkpoint, from which a restart restores the job. */
    @Description("The newest completed checkpoint; id -1 before the first")
    CompletedCheckpointInfo getLatestCompletedCheckpoint();

    /** Returns the newest failed checkpoint. */
    @Description("The newest failed checkpoint and why it failed; id -1 before the first")
    FailedCheckpointInfo getLatestFailedCheckpoint();

    /** Returns the number of checkpoints and savepoints triggered so far. */
    @Description("Checkpoints and savepoints triggered so far")
    @Unit("count")
    long getTriggeredCount();

    /** Returns the number of completed checkpoints and savepoints. */
    @Description("Checkpoints and savepoints completed so far")
    @Unit("count")
    long getCompletedCount();

    /** Returns the number of failed checkpoints and savepoints. */
    @Description("Checkpoints and savepoints failed so far, triggers that Flink refused included")
    @Unit("count")
    long getFailedCount();

    /** Returns the number of checkpoints that reached their deadline. */
    @Description("Checkpoints that reached their deadline so far")
    @Unit("count")
    long getExpiredCount();

    /** Returns how many checkpoints in a row have failed, as Flink counts them. */
    @Description(
            "Checkpoints that failed in a row, as Flink counts them against TolerableFailedCheckpoints")
    @Unit("count")
    long getConsecutiveFailures();

    /** Returns how many times a checkpoint got more time automatically. */
    @Description("Deadlines moved by auto-extension so far")
    @Unit("count")
    long getExtendedCount();

    /** Returns the number of checkpoints and savepoints in flight, as Flink counts them. */
    @Description("Checkpoints and savepoints in flight, as Flink's statistics count them")
    @Unit("count")
    long getInProgressCount();

    /** Returns how many times the job was restored from a checkpoint or savepoint. */
    @Description("How often the job was restored from a checkpoint or savepoint")
    @Unit("count")
    long getRestoredCount();

    /**
     * Returns the id of the checkpoint or savepoint that the job was last restored from, -1 for a
     * job that started from nothing.
     */
    @Description("Checkpoint or savepoint that the job was last restored from, -1 for none")
    @Unit("1")
    long getRestoredFromId();

    /**
     * Returns when the job was last restored, in epoch milliseconds, -1 for a job that started from
     * nothing. Each restart counts, also of some of the tasks, and each rescale.
     */
    @Description("When the job was last restored, in epoch ms, -1 for never")
    @Unit("ms")
    long getRestoredAt();

    /**
     * Returns how many checkpoints have completed since the job was last restored, savepoints not
     * included, -1 for a job that started from nothing. While it is 0, the next restart goes back
     * to the same checkpoint as the last one. For a job that was restored before the agent was
     * attached, those are counted that Flink's statistics retained at that time.
     */
    @Description(
            "Checkpoints completed since the job was last restored, without savepoints; -1 for a job"
                    + " that was not restored")
    @Unit("count")
    long getCompletedSinceRestore();

    /** Returns the number of checkpoints and savepoints in flight. */
    @Description("Checkpoints and savepoints in flight")
    @Unit("count")
    long getPendingCount();

    /** Returns the age of the oldest one in flight, in milliseconds, -1 for none. */
    @Description("Age of the oldest checkpoint in flight, in ms, -1 for none")
    @Unit("ms")
    long getOldestPendingAge();

    /** Returns the time until the first deadline, in milliseconds, 0 if it is due, -1 for none. */
    @Description("Time until the first deadline of a checkpoint in flight, in ms, -1 for none")
    @Unit("ms")
    long getNextDeadlineIn();

    /** Returns the greatest used share of the allowed time among those in flight, 0 to 1. */
    @Description("Greatest share of its allowed time that a checkpoint in flight has used, 0 to 1")
    @Unit("1")
    double getPendingDeadlineRatio();

    /** Returns the id of the newest completed checkpoint, -1 before the first. */
    @Description("Id of the newest completed checkpoint, -1 before the first")
    @Unit("1")
    long getLatestCompletedId();

    /**
     * Returns the time since the newest completion. Before the first, the time since the job's
     * start here, or since a job that was submitted without an interval was given one; -1 while
     * none is expected.
     */
    @Description(
            "Time since the newest completion, in ms; before the first, since the job's start; -1"
                    + " before the first of a job that takes none by itself")
    @Unit("ms")
    long getLatestCompletedAge();

    /**
     * Returns how far back a restart would go, in milliseconds: the time since the trigger of the
     * newest completed checkpoint, which may be the one that the job was restored from. Without
     * any, the time since the job's start here.
     */
    @Description(
            "How far back a restart would go, in ms: the time since the trigger of the newest"
                    + " completed checkpoint; without any, since the job's start")
    @Unit("ms")
    long getRestartPointAge();

    /** Returns the duration of the newest completed checkpoint, -1 before the first. */
    @Description("Duration of the newest completed checkpoint, in ms, -1 before the first")
    @Unit("ms")
    long getLatestCompletedDuration();

    /** Returns the bytes written for the newest completed checkpoint, -1 before the first. */
    @Description("Bytes written for the newest completed checkpoint, -1 before the first")
    @Unit("By")
    long getLatestCompletedSize();

    /** Returns the full state size of the newest completed checkpoint, -1 before the first. */
    @Description(
            "Full state size of the newest completed checkpoint, in bytes, -1 before the first")
    @Unit("By")
    long getLatestCompletedFullSize();

    /**
     * Returns the number of deadlines re-armed by {@link
     * CheckpointOperationManagement#rescheduleInFlight()}.
     */
    @Description("Deadlines re-armed by rescheduleInFlight() so far")
    @Unit("count")
    long getRescheduledCount();

    /**
     * Returns a description of one checkpoint or savepoint, task by task, from Flink's statistics.
     *
     * @param checkpointId one in flight, or one of the last that Flink retains ({@code
     *     web.checkpoints.history}, 10 by default)
     * @throws IllegalArgumentException if Flink no longer retains it
     */
    @Description(
            "One pending or recent checkpoint, task by task: acknowledged, start delay, alignment,"
                    + " sync and async time, in-flight bytes, the slowest subtask in each phase")
    @RequiredRole(Role.VIEWER)
    CheckpointDescription describeCheckpoint(
            @Description("a checkpoint in flight or among the last that Flink remembers")
                    @Range(min = 1, max = Long.MAX_VALUE)
                    long checkpointId);

    /**
     * Returns what blocks the oldest checkpoint in flight, or blocked the last failed one, and
     * which of the settings here would help it, or would not and why.
     */
    @Description(
            "What holds the checkpoint in flight, or held the last failed one, and which settings"
                    + " would help: as sentences and as values")
    @RequiredRole(Role.VIEWER)
    CheckpointDiagnosis diagnose();

    /**
     * Returns the stacks of the threads of the subtasks that hold a checkpoint in flight, from
     * thread dumps of their TaskManagers. Each TaskManager that has one of them is asked for one
     * dump, which stops its threads for a moment: longer with a large heap, as the JVM searches it
     * for locks. Hence only on request, never as part of {@link #diagnose}.
     *
     * <p>Waits for the TaskManagers, ten seconds at most; off Flink's threads. Shows at most ten
     * subtasks in at most five TaskManagers, 60 lines of 500 characters each. What is missing is
     * explained in {@code why} of a subtask and in {@code note}.
     *
     * @param checkpointId a checkpoint or savepoint in flight, -1 for the oldest
     * @throws IllegalArgumentException if it is not in flight
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description(
            "Stacks of the threads of the subtasks that hold a checkpoint in flight, from a thread"
                    + " dump of their TaskManagers, which stops these for a moment; waits 10 s at"
                    + " most")
    @RequiredRole(Role.OPERATOR)
    HolderStacks stacksOfHolders(
            @Description("a checkpoint in flight, -1 for the oldest")
                    @Range(min = -1, max = Long.MAX_VALUE)
                    long checkpointId);
}
