// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Suspension of the checkpoints of one running job, part of {@link CheckpointCoordinatorMXBean}.
 *
 * <h2>Modes</h2>
 *
 * {@code PERIODIC} rejects what Flink triggers on its own; a checkpoint that a client requests
 * still passes. {@code ALL} rejects every trigger and lets nothing that is in flight complete, so
 * that the latest checkpoint is certain.
 *
 * <h2>Maintenance</h2>
 *
 * {@link #suspend} or {@link #suspendFor}, then {@link #safeToKill}, then end the processes; or
 * {@link #quiesce}, which suspends and waits for what is in flight. {@link #resume} ends it. A
 * suspension is persisted with the settings.
 *
 * <h2>Rescales</h2>
 *
 * From Flink 2.0 on the adaptive scheduler rescales after a checkpoint; {@code RescalePending} and
 * {@code ForcedRescaleAt} report one that waits.
 */
public interface CheckpointSuspensionManagement {

    /**
     * Longest wait of {@link #quiesce}, {@link CheckpointOperationManagement#stopWithCheckpoint}
     * and {@link CheckpointOperationManagement#stopWithSavepoint}, in milliseconds: one hour.
     */
    long MAX_WAIT = 3_600_000;

    /** Returns what is suspended: {@code NONE}, {@code PERIODIC} or {@code ALL}. */
    @Description("What is suspended: NONE, PERIODIC (triggers) or ALL (completion too)")
    SuspensionMode getSuspension();

    /** Returns the start of the suspension in epoch milliseconds, -1 while nothing is suspended. */
    @Description("Since when checkpointing is suspended, in epoch ms, -1 while it is not")
    @Unit("ms")
    long getSuspendedSince();

    /** Returns the duration of the suspension in milliseconds, 0 while nothing is suspended. */
    @Description("For how long checkpointing has been suspended, in ms, 0 while it is not")
    @Unit("ms")
    long getSuspendedMillis();

    /** Returns whether a periodic trigger is currently armed. */
    @Description("Whether the next periodic trigger is armed")
    boolean isPeriodicTriggerArmed();

    /** Returns when the armed trigger is due, in epoch milliseconds, -1 if none is armed. */
    @Description("When the next periodic trigger is due, in epoch ms, -1 while none is armed")
    @Unit("ms")
    long getNextTriggerAt();

    /**
     * Returns why Flink triggers no checkpoint automatically although one would be expected; empty
     * otherwise.
     *
     * <p>None is expected while a checkpoint is in flight or being triggered, and until the
     * interval has passed since the last periodic trigger (before the first, since the job was
     * running) and the min pause since the last completion. Of the submitted and the current value
     * of each the shorter one counts: a job whose {@code Interval} was raised says so from the time
     * at which a checkpoint would have been due. A trigger that is due as configured is never
     * reported; it is at {@code NextTriggerAt}. From the expected time on the value names what
     * stands in the way: a raised interval or min pause, a savepoint, checkpoints that are still
     * being deleted, a full queue, tasks that are not running.
     *
     * <p>What makes every trigger impossible is reported whether one is expected or not: no
     * coordinator (a batch job), no interval, a suspension, a stop, a job that is not running or
     * whose tasks are not running yet (a start, a recovery), finished tasks if checkpoints after
     * that are off, and a backlog without an interval. Takes no lock.
     */
    @Description(
            "Why Flink triggers no checkpoint by itself although one would be expected (a batch job,"
                    + " no interval, a suspension, a stop, tasks that are not running, ...); empty"
                    + " while one is in flight or none is due yet")
    String getNotTriggering();

    /**
     * Returns 1 if the adaptive scheduler requests a rescale that waits for a checkpoint, else 0.
     *
     * <p>The rescale follows the next completed checkpoint; a manually triggered one suffices while
     * checkpointing is suspended. 0 under the other schedulers, and before Flink 2.0, which
     * rescales at once.
     */
    @Description(
            "1 while the adaptive scheduler wants a rescale that waits for a checkpoint, else 0")
    int getRescalePending();

    /**
     * Returns when the requested rescale is forced if no checkpoint completes before, in epoch
     * milliseconds. The job is then restored from its newest completed checkpoint.
     *
     * <p>-1 while none is requested, and while it waits for {@link #resume()}. Unless Flink's
     * configuration sets it, it is a number of intervals after the rescale was requested, the
     * interval was changed or the job was resumed, whichever is the latest.
     */
    @Description(
            "When the rescale that is wanted is forced if no checkpoint completes before, in epoch"
                    + " ms, -1 while none is wanted and while it waits for resume()")
    @Unit("ms")
    long getForcedRescaleAt();

    /** Returns 1 while Flink triggers checkpoints periodically, else 0. */
    @Description("1 while Flink triggers checkpoints periodically, else 0")
    @Unit("0/1")
    long getPeriodicEnabled();

    /**
     * Suspends checkpointing until {@link #resume()}, whatever happens to the job meanwhile.
     *
     * <p>{@code PERIODIC}: nothing is triggered periodically from now on; checkpoints and
     * savepoints in flight continue, and manual triggers still work. {@code ALL}: checkpoints in
     * flight and queued triggers are aborted too, and every trigger is rejected, savepoints
     * included; when this returns, no checkpoint of the job can complete until it is resumed.
     * Neither counts against the job's tolerable failures.
     *
     * <p>A call with the other mode switches; a call with the same mode changes nothing and returns
     * the current result.
     *
     * @param mode {@code PERIODIC} or {@code ALL}
     * @return the newest completed checkpoint, read under the coordinator's lock
     * @throws IllegalArgumentException if the mode is neither
     * @throws IllegalStateException if the job has left, or if {@code ALL} is requested while a
     *     stop with savepoint is under way: aborting it would fail the job's tasks over
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @Description(
            "Suspends checkpointing until resume(). PERIODIC: no periodic triggers. ALL: nothing in"
                    + " flight and nothing new can complete. Answers the newest completed checkpoint")
    @RequiredRole(Role.OPERATOR)
    SuspensionResult suspend(@Description("PERIODIC or ALL") String mode);

    /**
     * Suspends like {@link #suspend} and resumes automatically after a time: a dead man's switch
     * for a script that may end before it calls {@link #resume()}.
     *
     * @param mode {@code PERIODIC} or {@code ALL}
     * @param millis for how long, in milliseconds
     * @param reason the reason, for the history and for callers that are rejected meanwhile; may be
     *     empty
     */
    @Description("Suspends like suspend(mode) and resumes by itself after that time")
    @RequiredRole(Role.OPERATOR)
    SuspensionResult suspendFor(
            @Description("PERIODIC or ALL") String mode,
            @Description("for how long, in ms")
                    @Unit("ms")
                    @Range(min = 1, max = CheckpointSettingsManagement.MAX_DURATION)
                    long millis,
            @Description("why, for the history and the refused; may be empty") String reason);

    /**
     * Ends a suspension. Periodic triggers start again at once if Flink would run them now,
     * otherwise as soon as it does. Harmless if nothing is suspended.
     *
     * @return the newest completed checkpoint
     * @throws IllegalStateException if the job has left
     */
    @Description(
            "Ends a suspension; periodic triggers start again as soon as the job's state allows")
    @RequiredRole(Role.OPERATOR)
    SuspensionResult resume();

    /**
     * Suspends periodic triggers and waits until nothing is in flight. The job stays suspended.
     *
     * @param waitMillis how long to wait at most, in milliseconds
     * @return the newest completed checkpoint and whether it has quiesced
     */
    @Description(
            "Suspends periodic triggers, then waits until nothing is in flight; answers the newest"
                    + " completed checkpoint and whether it has quiesced. Stays suspended")
    @RequiredRole(Role.OPERATOR)
    SuspensionResult quiesce(
            @Description("how long to wait at most, in ms")
                    @Unit("ms")
                    @Range(min = 0, max = MAX_WAIT)
                    long waitMillis);

    /**
     * Returns whether the job's processes may be stopped or killed now: nothing in flight, nothing
     * that could complete, and a completed checkpoint to restore that survives even an orderly stop
     * of the JobManager. If not, the result says what would make it safe.
     */
    @Description(
            "Whether the job's processes may be stopped or killed now without losing a checkpoint,"
                    + " and why, or what would make it so")
    @RequiredRole(Role.VIEWER)
    SafeToKillResult safeToKill();
}
