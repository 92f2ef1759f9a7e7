// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Operations on the checkpoints of one running job, part of {@link CheckpointCoordinatorMXBean}:
 * deadlines, triggers, unaligned checkpoints, and the stop.
 *
 * <h2>Checkpoints in flight</h2>
 *
 * {@link #rescheduleInFlight} applies a changed timeout to them, {@link #extendInFlight} gives one
 * more time, {@link #abortCheckpoint} ends one without counting it as a failure. {@link
 * #failHoldingTasks} restarts the tasks of a subtask that hangs.
 *
 * <h2>By hand</h2>
 *
 * {@link #triggerCheckpoint}, {@link #stopWithCheckpoint} and {@link #stopWithSavepoint} wait for
 * their checkpoint.
 */
public interface CheckpointOperationManagement {

    /**
     * Sets the deadline of every checkpoint in flight to its trigger time plus the current timeout.
     * A checkpoint whose new deadline has already passed expires now. Idempotent. The snapshot of a
     * stop never gets an earlier deadline: its expiry would fail the job's tasks over.
     *
     * @return one result for each checkpoint that was in flight
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description(
            "Sets the deadline of every checkpoint in flight to its trigger time plus the current"
                    + " Timeout; one that is past it already expires now. The snapshot of a stop"
                    + " never gets an earlier deadline")
    @RequiredRole(Role.OPERATOR)
    RescheduleResult[] rescheduleInFlight();

    /**
     * Moves the deadline of one checkpoint in flight; later checkpoints are not affected.
     *
     * @param checkpointId the checkpoint's id
     * @param byMillis how much later, in milliseconds
     * @return the old and the new deadline
     * @throws IllegalArgumentException if the checkpoint is not in flight or the time not positive
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description("Moves the deadline of one checkpoint in flight; later checkpoints are untouched")
    @RequiredRole(Role.OPERATOR)
    RescheduleResult extendInFlight(
            @Description("the checkpoint's id") long checkpointId,
            @Description("how much later, in ms")
                    @Unit("ms")
                    @Range(min = 1, max = CheckpointSettingsManagement.MAX_DURATION)
                    long byMillis);

    /**
     * Aborts one checkpoint or savepoint in flight with a reason that does not count as a failure.
     *
     * @param checkpointId the checkpoint's id
     * @throws IllegalArgumentException if it is not in flight
     * @throws IllegalStateException if it is a stop with savepoint, whose abort would fail the
     *     job's tasks over, or if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description("Aborts one checkpoint or savepoint in flight; it does not count as a failure")
    @RequiredRole(Role.OPERATOR)
    void abortCheckpoint(@Description("the checkpoint's id") long checkpointId);

    /**
     * Fails the subtasks that hold a checkpoint in flight, and no others: those that have not
     * acknowledged it although all tasks before them have. For a subtask that hangs in a call that
     * does not return. Flink then does what it does after any failure: it cancels the tasks of the
     * same failover region (in a streaming job, all tasks connected to them; under the adaptive
     * scheduler, all of the job) and starts them again from the newest completed checkpoint, as its
     * restart strategy allows. Records processed since are processed again.
     *
     * <p>Flink considers a failed subtask gone at once and does not wait for its thread. The thread
     * goes on until its call returns; Flink interrupts it every {@code task.cancellation.interval}
     * and, after {@code task.cancellation.timeout} (180 s by default), ends the whole TaskManager,
     * with all other tasks on it.
     *
     * @param checkpointId a checkpoint or savepoint in flight
     * @param most the largest number of subtasks that may be failed
     * @return the names of the failed subtasks, and the checkpoint that the restart restores
     * @throws IllegalArgumentException if the checkpoint is not in flight or {@code most} is not
     *     positive
     * @throws IllegalStateException if more than {@code most} subtasks hold it, or none; while a
     *     stop is under way; if the job is not running; if the restart strategy allows no further
     *     restart, as far as that is known; or if the job has left this JobManager. Nothing changes
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description(
            "Fails the subtasks that hold a checkpoint in flight, so that their tasks restart from"
                    + " the newest completed checkpoint; refused if there are more than most")
    @RequiredRole(Role.ADMIN)
    FailedHolders failHoldingTasks(
            @Description("the checkpoint's id") long checkpointId,
            @Description("how many subtasks may be failed at most")
                    @Unit("count")
                    @Range(min = 1, max = Integer.MAX_VALUE)
                    long most);

    /**
     * Triggers a checkpoint now, regardless of the interval, and waits until it has completed or
     * failed. The trigger queues behind those in flight. Works while periodic triggers are
     * suspended.
     *
     * @param type {@code CONFIGURED}, {@code FULL} or {@code INCREMENTAL}
     * @return the completed checkpoint
     * @throws IllegalArgumentException if the type is none of these
     * @throws IllegalStateException if it did not complete; the message contains Flink's reason
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description(
            "Triggers a checkpoint now and waits for it; answers the completed checkpoint. Works while"
                    + " periodic triggers are suspended")
    @RequiredRole(Role.OPERATOR)
    CompletedCheckpointInfo triggerCheckpoint(
            @Description("CONFIGURED, FULL or INCREMENTAL") String type);

    /**
     * Makes checkpoints unaligned from the next one on, also for a job that was submitted with
     * aligned ones. If its tasks are capable, nothing is restarted. If they are not, all of them
     * are cancelled and deployed again as capable from the newest completed checkpoint, without
     * consulting the restart strategy or using one of its attempts. Records processed since that
     * checkpoint are processed again.
     *
     * @param allowRestart whether tasks that are not capable may be restarted; requires the role of
     *     an administrator
     * @param reason the reason, for the history
     * @return whether the tasks were restarted, and from which checkpoint
     * @throws IllegalStateException if a restart is needed and not allowed (the message names the
     *     checkpoint it would restore), if no checkpoint has completed, while everything is
     *     suspended, while a stop is under way, or if the job is not running
     * @throws UnsupportedOperationException if this Flink or this job does not support them
     */
    @Description(
            "Makes checkpoints unaligned from the next one on, also for a job submitted with aligned"
                    + " ones. If its tasks are not capable, they are restarted from the newest"
                    + " completed checkpoint, where that is allowed; refused otherwise")
    @RequiredRole(Role.OPERATOR)
    UnalignedResult enableUnaligned(
            @Description("whether tasks that are not capable may be restarted")
                    boolean allowRestart,
            @Description("why, for the history") String reason);

    /**
     * Stops the job with a last checkpoint, so that it can be started again without reading any
     * record twice: the snapshot is synchronous, no record leaves a task after it, and the job
     * finishes. It is written to the job's checkpoint directory, in the state backend's own format,
     * and Flink never deletes it. Works while checkpointing is suspended.
     *
     * <p>Waits until the job has finished. At the deadline the stop is aborted. If no task has
     * reached the snapshot, the job runs on; otherwise Flink can release the tasks only by a
     * failover to the newest checkpoint. Settings and a suspension stay as they are in both cases.
     * A snapshot that is complete by then can no longer be aborted: its side effects are committed.
     *
     * @param drain whether event time ends: every window and timer fires, and the job is not meant
     *     to be started again
     * @param deadlineMillis the time after which the stop is aborted, in milliseconds
     * @return the snapshot, whose path is valid for {@code flink run -s} and {@code
     *     execution.savepoint.path}
     * @throws IllegalArgumentException if the deadline is out of range
     * @throws IllegalStateException if another stop is under way, if the job is not running, or if
     *     it was not stopped; the message contains the reason, whether the job has failed over or
     *     runs on, and the newest checkpoint
     * @throws UnsupportedOperationException if this Flink does not support it, if the job has
     *     blocking edges, or if it does not store its checkpoints in a file system
     */
    @Description(
            "Stops the job with a synchronous snapshot in its checkpoint directory, which is kept;"
                    + " answers its path. No source reads a record twice after a restart from it."
                    + " Past the deadline the stop is given up and the job runs on, if need be after"
                    + " a failover")
    @RequiredRole(Role.ADMIN)
    StopResult stopWithCheckpoint(
            @Description("true ends event time: all windows and timers fire") boolean drain,
            @Description("after how long the stop is given up, in ms")
                    @Unit("ms")
                    @Range(min = 1, max = CheckpointSuspensionManagement.MAX_WAIT)
                    long deadlineMillis);

    /**
     * Stops the job with a savepoint, with the same promises as {@link #stopWithCheckpoint}: no
     * source reads a record twice after a start from it, the stop works while checkpointing is
     * suspended, and it is aborted at its deadline. The savepoint is Flink's own: it can be moved,
     * and Flink never deletes it.
     *
     * @param targetDirectory the directory below which it is written, by the JobManager and the
     *     TaskManagers; empty for the one that is configured for the job ({@code
     *     execution.checkpointing.savepoint-dir}, in 1.18 and 1.19 {@code state.savepoints.dir})
     * @param format {@code CANONICAL}, from which a job can be started with another state backend,
     *     or {@code NATIVE}, the state backend's own, which is faster
     * @param drain whether event time ends: every window and timer fires, and the job is not meant
     *     to be started again
     * @param deadlineMillis the time after which the stop is aborted, in milliseconds
     * @return the savepoint, whose path is valid for {@code flink run -s} and {@code
     *     execution.savepoint.path}
     * @throws IllegalArgumentException if the deadline is out of range, the format is none of
     *     these, the directory is no path, or none is given and none configured; nothing changes
     * @throws IllegalStateException if another stop is under way, if the job is not running, or if
     *     it was not stopped; the message contains the reason, whether the job has failed over or
     *     runs on, and the newest checkpoint
     * @throws UnsupportedOperationException if this Flink does not support it, if the job has
     *     blocking edges, or if it has the changelog state backend and the format is {@code NATIVE}
     */
    @Description(
            "Stops the job with a savepoint; answers its path. No source reads a record twice after a"
                    + " restart from it. Past the deadline the stop is given up and the job runs on,"
                    + " if need be after a failover")
    @RequiredRole(Role.ADMIN)
    StopResult stopWithSavepoint(
            @Description("the directory to write below; empty for the one configured for the job")
                    String targetDirectory,
            @Description("CANONICAL or NATIVE") String format,
            @Description("true ends event time: all windows and timers fire") boolean drain,
            @Description("after how long the stop is given up, in ms")
                    @Unit("ms")
                    @Range(min = 1, max = CheckpointSuspensionManagement.MAX_WAIT)
                    long deadlineMillis);

    /**
     * Resets the count of failures in a row to zero.
     *
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description("Sets the count of failures in a row to zero")
    @RequiredRole(Role.OPERATOR)
    void resetFailureCount();
}
