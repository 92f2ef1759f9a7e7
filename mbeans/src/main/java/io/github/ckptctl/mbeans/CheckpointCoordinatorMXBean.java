// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import java.util.Map;

/**
 * MXBean of the checkpointing of one running job.
 *
 * <p>Exists from the job's start on this JobManager until the job has left it, across task
 * failovers, restarts and rescales. No getter throws, waits for a lock of Flink's, or returns null.
 * May be called from any thread.
 *
 * <p><b>Settings.</b> {@code Timeout}, {@code Interval} and {@code MinPause} are the effective
 * values. Writing one is {@link #updateSettings} of that value without expiry. Flink's own
 * configuration of the job stays as it was submitted, so that {@link #resetSettings()} can restore
 * it.
 *
 * <p><b>Counters.</b> They are Flink's, each momentary; two of them read one after the other need
 * not add up.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} for a value, {@link IllegalStateException} for
 * the job's state or a stale revision, {@link UnsupportedOperationException} if this Flink or this
 * job does not support the operation. The message contains the requested value, the value found,
 * the limit, and the current value. No change is ever applied partially.
 */
@Description("Checkpointing of one running Flink job")
public interface CheckpointCoordinatorMXBean {

    /** Least timeout and interval, in milliseconds; Flink's own limit for both. */
    long MIN_DURATION = 10;

    /** Greatest timeout and interval, in milliseconds: 100 years, far from any overflow. */
    long MAX_DURATION = 3_153_600_000_000L;

    /** Greatest min pause, in milliseconds: one year, Flink's own limit. */
    long MAX_MIN_PAUSE = 31_536_000_000L;

    /**
     * Longest wait of {@link #quiesce} and {@link #stopWithCheckpoint}, in milliseconds: one hour.
     */
    long MAX_WAIT = 3_600_000;

    /** Value of {@code Retention}: Flink retains no checkpoint when the job ends. */
    String NO_EXTERNALIZED_CHECKPOINTS = "NO_EXTERNALIZED_CHECKPOINTS";

    /** Value of {@code Retention}: Flink retains checkpoints of a job that fails. */
    String DELETE_ON_CANCELLATION = "DELETE_ON_CANCELLATION";

    /**
     * Value of {@code Retention}: Flink retains checkpoints of a job that fails or is cancelled, or
     * whose JobManager is stopped.
     */
    String RETAIN_ON_CANCELLATION = "RETAIN_ON_CANCELLATION";

    // ---- identity

    /** Returns the job's id, 32 hexadecimal digits. */
    @Description("The job's id, 32 hexadecimal digits")
    String getJobId();

    /** Returns the job's exact name. */
    @Description("The job's exact name")
    String getJobName();

    /** Returns Flink's status of the job, for example {@code RUNNING}. */
    @Description("Flink's status of the job, RUNNING for example")
    String getJobStatus();

    // ---- settings

    /**
     * Returns the time after which a checkpoint expires, in milliseconds. Source: {@code
     * execution.checkpointing.timeout}.
     */
    @Description(
            "How long a checkpoint may take before it expires, in ms. A change counts for checkpoints"
                    + " triggered from then on; those in flight keep their deadline until"
                    + " rescheduleInFlight()")
    @Unit("ms")
    @Range(min = MIN_DURATION, max = MAX_DURATION)
    long getTimeout();

    /**
     * Sets the timeout of checkpoints that are triggered from now on; those in flight keep their
     * deadline until {@link #rescheduleInFlight()}.
     *
     * @param timeout the new timeout in milliseconds
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setTimeout(long timeout);

    /**
     * Returns the time from one periodic trigger to the next, in milliseconds, or -1 for a job
     * without periodic checkpoints. Source: {@code execution.checkpointing.interval}.
     */
    @Description(
            "Time from one periodic trigger to the next, in ms, -1 for a job without periodic"
                    + " checkpoints. A change re-arms the trigger at once, to the last trigger plus the"
                    + " new interval; never below MinPause")
    @Unit("ms")
    @Range(min = MIN_DURATION, max = MAX_DURATION)
    long getInterval();

    /**
     * Sets the interval and re-arms the trigger at once to the last trigger plus the new interval,
     * earlier or later than before. Periodic triggers that wait for a running checkpoint to end are
     * dropped if the new time lies ahead.
     *
     * @param interval the new interval in milliseconds, not below {@link #getMinPause()}
     * @throws IllegalArgumentException if it is out of range or below the min pause; nothing
     *     changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setInterval(long interval);

    /**
     * Returns the least time between the end of one checkpoint and the next periodic trigger, in
     * milliseconds, 0 for none. Source: {@code execution.checkpointing.min-pause}.
     */
    @Description(
            "Least time between a checkpoint's end and the next periodic trigger, in ms, 0 for none."
                    + " A change counts at once; never above Interval")
    @Unit("ms")
    @Range(min = 0, max = MAX_MIN_PAUSE)
    long getMinPause();

    /**
     * Sets the min pause, which applies from the next completion on.
     *
     * @param minPause the new min pause in milliseconds, not above {@link #getInterval()}
     * @throws IllegalArgumentException if it is out of range or above the interval; nothing changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setMinPause(long minPause);

    /**
     * Returns the interval while a source reports that it processes a backlog, in milliseconds, 0
     * for no periodic checkpoints meanwhile, -1 for a job without periodic checkpoints. If the job
     * was submitted without this option, the value follows {@link #getInterval()}. Source: {@code
     * execution.checkpointing.interval-during-backlog}, since Flink 1.19.
     */
    @Description(
            "Interval while a source reports a backlog, in ms, 0 for none meanwhile, -1 for a job"
                    + " without periodic checkpoints. A change re-arms the trigger at once; never below"
                    + " Interval, which it follows unless it was given a value of its own")
    @Unit("ms")
    @Range(min = 0, max = MAX_DURATION)
    long getIntervalDuringBacklog();

    /**
     * Sets the interval during backlog and re-arms the trigger at once if there is one.
     *
     * @param interval the interval in milliseconds, 0 for none, otherwise not below {@link
     *     #getInterval()}
     * @throws IllegalArgumentException if it is out of range or below the interval; nothing changes
     * @throws UnsupportedOperationException if this Flink does not support a backlog (1.18)
     */
    @RequiredRole(Role.OPERATOR)
    void setIntervalDuringBacklog(long interval);

    /**
     * Returns how long a checkpoint may align before its barriers overtake the records in flight,
     * in milliseconds, 0 if they overtake at once, -1 for a job whose checkpoints are always
     * aligned. Source: {@code execution.checkpointing.aligned-checkpoint-timeout}.
     */
    @Description(
            "How long a checkpoint may align before its barriers overtake the records in flight, in"
                    + " ms, 0 for at once, -1 for a job whose checkpoints are always aligned. A change"
                    + " counts for the next checkpoint. Savepoints are always aligned")
    @Unit("ms")
    @Range(min = 0, max = MAX_DURATION)
    long getAlignedTimeout();

    /**
     * Sets how long the next checkpoints may align before they become unaligned.
     *
     * @param timeout the time in milliseconds, 0 for unaligned at once
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws UnsupportedOperationException if {@link #getUnalignedCapable()} is {@code NO}: tasks
     *     choose how they treat barriers when they are started
     */
    @RequiredRole(Role.OPERATOR)
    void setAlignedTimeout(long timeout);

    /**
     * Returns whether checkpoints may be unaligned. Source: {@code
     * execution.checkpointing.unaligned.enabled}.
     */
    @Description(
            "Whether checkpoints may be unaligned. A change counts for the next checkpoint; not where"
                    + " UnalignedCapable is NO, see enableUnaligned")
    boolean isUnalignedEnabled();

    /**
     * Makes the next checkpoints align however long that takes, or lets them become unaligned
     * again.
     *
     * @param enabled false for aligned checkpoints only
     * @throws UnsupportedOperationException if {@link #getUnalignedCapable()} is {@code NO}; {@link
     *     #enableUnaligned} may help
     */
    @RequiredRole(Role.OPERATOR)
    void setUnalignedEnabled(boolean enabled);

    /**
     * Returns whether the job's tasks can take part in unaligned checkpoints: those of a job that
     * was submitted with them, and those that were deployed as capable under this agent.
     */
    @Description(
            "Whether the job's tasks can take part in unaligned checkpoints: YES, NO, or PARTLY, where"
                    + " checkpoints stay aligned")
    UnalignedCapable getUnalignedCapable();

    /** Returns the reason for {@link #getUnalignedCapable()}. */
    @Description("Why the tasks can take part in unaligned checkpoints, or cannot")
    String getUnalignedCapableReason();

    /**
     * Returns how many checkpoints in a row may fail before Flink fails the job over. Source:
     * {@code execution.checkpointing.tolerable-failed-checkpoints}.
     */
    @Description(
            "How many checkpoints in a row may fail before Flink fails the job over. A change counts"
                    + " at the next failure")
    @Unit("count")
    @Range(min = 0, max = Integer.MAX_VALUE)
    long getTolerableFailedCheckpoints();

    /**
     * Sets how many failures in a row are tolerated, which applies from the next failure on.
     *
     * @param tolerableFailedCheckpoints the number; {@code Integer.MAX_VALUE} is Flink's
     *     "unlimited"
     * @throws IllegalArgumentException if it is out of range; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setTolerableFailedCheckpoints(long tolerableFailedCheckpoints);

    /**
     * Returns Flink's name of the retention of completed checkpoints when the job ends, empty if it
     * is not known. Source: {@code execution.checkpointing.externalized-checkpoint-retention}.
     */
    @Description(
            "What Flink does with completed checkpoints when the job ends: RETAIN_ON_CANCELLATION,"
                    + " DELETE_ON_CANCELLATION or NO_EXTERNALIZED_CHECKPOINTS, which keeps none. A"
                    + " change counts at once, for checkpoints that are complete already too; the"
                    + " survives of LatestCompletedCheckpoint has its effect")
    @LegalValues({NO_EXTERNALIZED_CHECKPOINTS, DELETE_ON_CANCELLATION, RETAIN_ON_CANCELLATION})
    String getRetention();

    /**
     * Sets the retention of completed checkpoints when the job ends, including checkpoints that are
     * complete already. Flink never deletes savepoints; they are not affected.
     *
     * @param retention one of Flink's three names. A shorter retention than the submitted one
     *     requires the role of an administrator, since checkpoints that Flink would have retained
     *     are then lost
     * @throws IllegalArgumentException if it is none of the three; nothing changes
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @RequiredRole(Role.OPERATOR)
    void setRetention(String retention);

    /**
     * Returns the least share of acknowledged tasks with which a checkpoint that reaches its
     * deadline gets more time, in percent; 0 is off, which is the initial value of every job.
     */
    @Description(
            "Share of acknowledged tasks from which a checkpoint that reaches its deadline gets more"
                    + " time, in %; 0 is off. Only if a task acknowledged since the last deadline")
    @Unit("%")
    @Range(min = 0, max = 99)
    long getAutoExtendAckPercent();

    /**
     * Sets the least share of acknowledged tasks with which a checkpoint gets more time; 0 turns it
     * off.
     *
     * @param percent the share of acknowledged tasks in percent
     * @throws IllegalArgumentException if it is out of range; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setAutoExtendAckPercent(long percent);

    /** Returns by how much the deadline of such a checkpoint moves each time, in milliseconds. */
    @Description("How much more time such a checkpoint gets each time, in ms")
    @Unit("ms")
    @Range(min = MIN_DURATION, max = MAX_DURATION)
    long getAutoExtendBy();

    /**
     * Sets by how much the deadline moves each time.
     *
     * @param millis the time in milliseconds
     * @throws IllegalArgumentException if it is out of range; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setAutoExtendBy(long millis);

    /** Returns how many times one checkpoint gets more time at most. */
    @Description("How often one checkpoint gets more time at the most")
    @Unit("count")
    @Range(min = 1, max = Integer.MAX_VALUE)
    long getAutoExtendLimit();

    /**
     * Sets how many times one checkpoint gets more time at most.
     *
     * @param times the number for each checkpoint
     * @throws IllegalArgumentException if it is out of range; nothing changes
     */
    @RequiredRole(Role.OPERATOR)
    void setAutoExtendLimit(long times);

    /**
     * Returns every setting with its submitted and effective value, and the origin of its override.
     */
    @Description("Every setting: submitted and effective value, who changed it, why, until when")
    CheckpointSetting[] getSettings();

    /** Returns the number of accepted changes, the revision for optimistic updates. */
    @Description(
            "Number of the last accepted change; pass it to updateSettings to change only this")
    @Unit("count")
    long getRevision();

    // ---- suspension

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
     * Returns why Flink does not trigger checkpoints automatically: the job is a batch job, was
     * submitted without an interval, or is suspended. Empty if it triggers them whenever the job
     * runs.
     */
    @Description(
            "Why Flink triggers no checkpoint by itself (a batch job, no interval, a suspension);"
                    + " empty if it does")
    String getNotTriggering();

    // ---- rescales

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

    // ---- checkpoints

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

    // ---- flat values for collectors

    /** Returns the timeout that the job was submitted with, in milliseconds. */
    @Description("Timeout that the job was submitted with, in ms")
    @Unit("ms")
    long getSubmittedTimeout();

    /**
     * Returns the submitted interval as raised by Flink, in milliseconds, -1 for none.
     *
     * <p>Flink raises an interval below the min pause to the min pause: in the constructor of
     * {@code CheckpointCoordinator} (1.20.5), or of {@code CheckpointCoordinatorConfiguration}
     * (2.3.0), by the client. The coordinator does not retain the shorter value, and a reset
     * restores the raised one.
     */
    @Description(
            "Interval that the job was submitted with, in ms, -1 for none; Flink raises one below"
                    + " the submitted min pause to that, and this is the raised one")
    @Unit("ms")
    long getSubmittedInterval();

    /** Returns the min pause that the job was submitted with, in milliseconds. */
    @Description("Min pause that the job was submitted with, in ms")
    @Unit("ms")
    long getSubmittedMinPause();

    /** Returns 1 while Flink triggers checkpoints periodically, else 0. */
    @Description("1 while Flink triggers checkpoints periodically, else 0")
    @Unit("0/1")
    long getPeriodicEnabled();

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

    /** Returns the number of deadlines re-armed by {@link #rescheduleInFlight()}. */
    @Description("Deadlines set anew by rescheduleInFlight() so far")
    @Unit("count")
    long getRescheduledCount();

    /** Returns the number of changes of settings, expiries included. */
    @Description("Changes of settings so far, expiries and resets included")
    @Unit("count")
    long getSettingsChangedCount();

    /** Returns when the settings last changed, in epoch milliseconds, -1 for never. */
    @Description("When the settings last changed, in epoch ms, -1 for never")
    @Unit("ms")
    long getLastChangeAt();

    /** Returns 1 while any setting is overridden, else 0. */
    @Description("1 while any setting differs in origin from what was submitted, else 0")
    @Unit("0/1")
    long getOverrideActive();

    /** Returns since when any setting has been overridden, in epoch milliseconds, -1 if none is. */
    @Description("Since when any setting has been overridden, in epoch ms, -1 while none is")
    @Unit("ms")
    long getOverrideActiveSince();

    /** Returns for how long any setting has been overridden, in milliseconds, 0 if none is. */
    @Description("For how long any setting has been overridden, in ms, 0 while none is")
    @Unit("ms")
    long getOverrideActiveMillis();

    /**
     * Returns why the effective settings are not persisted, and which settings would be effective
     * after a restart of the JobManager instead; empty while they are persisted, or if there is
     * nothing to persist.
     */
    @Description(
            "Why what holds is not kept, and what would hold after a restart; empty while it is")
    String getPersistenceProblem();

    /** Returns the last 200 accepted and rejected changes, oldest first. */
    @Description("The last 200 changes and refused changes, oldest first")
    ChangeHistoryEntry[] getHistory();

    /** Returns the names of the capabilities that this Flink and this job allow. */
    @Description("Names of the capabilities that this Flink and this job allow")
    String[] getCapabilities();

    // ---- operations

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
            @Description("how much later, in ms") @Unit("ms") @Range(min = 1, max = MAX_DURATION)
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
                    @Range(min = 1, max = MAX_WAIT)
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
            @Description("for how long, in ms") @Unit("ms") @Range(min = 1, max = MAX_DURATION)
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
     * Changes several settings together: all are checked, then all are applied under one
     * acquisition of the coordinator's lock, or none.
     *
     * @param values attribute name to value, both as text, a number in the attribute's unit
     * @param reason the reason, for the history; may be empty
     * @param ttlMillis how long the change is effective, in milliseconds, 0 until it is reset
     * @param expectedRevision the revision this change was made for, -1 for any
     * @return the new revision
     * @throws IllegalArgumentException if a name or value is not legal, now or after the expiry
     * @throws IllegalStateException if the revision has moved on or the job has left
     * @throws UnsupportedOperationException if a setting cannot be changed in this Flink or job
     */
    @Description(
            "Changes several settings together, all or none; answers the new revision. Values are"
                    + " attribute name to value in the attribute's unit")
    @RequiredRole(Role.OPERATOR)
    long updateSettings(
            @Description("attribute name to value, in the attribute's unit")
                    Map<String, String> values,
            @Description("why, for the history; may be empty") String reason,
            @Description("how long the change holds, in ms, 0 until reset")
                    @Unit("ms")
                    @Range(min = 0, max = MAX_DURATION)
                    long ttlMillis,
            @Description("the revision this change was made for, -1 for any")
                    @Range(min = -1, max = Long.MAX_VALUE)
                    long expectedRevision);

    /**
     * Returns what {@link #updateSettings} would do, and {@link #rescheduleInFlight()} after it.
     * Changes nothing, adds no entry to the history, and waits for no lock.
     *
     * @param values attribute name to value, both as text, a number in the attribute's unit
     * @param ttlMillis how long the change is to be effective, in milliseconds, 0 until it is reset
     * @param expectedRevision the revision this change is made for, -1 for any
     * @return all faults together, or the resulting changes
     * @throws IllegalStateException if the job has left this JobManager
     */
    @Description(
            "What updateSettings would do with these values: everything that it would refuse, or what"
                    + " would change, the next trigger and the deadlines in flight. Changes nothing")
    @RequiredRole(Role.VIEWER)
    SettingsForecast forecastSettings(
            @Description("attribute name to value, in the attribute's unit")
                    Map<String, String> values,
            @Description("how long the change is to hold, in ms, 0 until reset")
                    @Unit("ms")
                    @Range(min = 0, max = MAX_DURATION)
                    long ttlMillis,
            @Description("the revision this change is made for, -1 for any")
                    @Range(min = -1, max = Long.MAX_VALUE)
                    long expectedRevision);

    /**
     * Ends every override; the submitted values are effective again at once.
     *
     * @return the new revision
     * @throws IllegalStateException if the job has left this JobManager
     */
    @Description("Ends every override: the submitted values hold again at once")
    @RequiredRole(Role.OPERATOR)
    long resetSettings();
}
