// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import java.util.Map;

/**
 * Settings of one running job, part of {@link CheckpointCoordinatorMXBean}: read, change, forecast,
 * reset, and who changed what.
 *
 * <h2>Values</h2>
 *
 * {@code Timeout}, {@code Interval} and the other settings are the effective values; {@code
 * Submitted…} are those of the submission. {@code Settings} has all of them with origin, reason and
 * expiry.
 *
 * <h2>Changes</h2>
 *
 * Writing an attribute is {@link #updateSettings} of that value without reason and expiry. A change
 * is applied as a whole or not at all, and increases {@code Revision}. Flink's own configuration of
 * the job stays as it was submitted, so that {@link #resetSettings()} can restore it. {@link
 * #forecastSettings} reports what a change would do, with the same validation.
 *
 * <h2>Limits</h2>
 *
 * Each setter states its range. The JobManager's options {@code settings.min…} and {@code
 * settings.max…} may narrow it.
 */
public interface CheckpointSettingsManagement {

    /** Least timeout and interval, in milliseconds; Flink's own limit for both. */
    long MIN_DURATION = 10;

    /** Greatest timeout and interval, in milliseconds: 100 years, far from any overflow. */
    long MAX_DURATION = 3_153_600_000_000L;

    /** Greatest min pause, in milliseconds: one year, Flink's own limit. */
    long MAX_MIN_PAUSE = 31_536_000_000L;

    /** Value of {@code Retention}: Flink retains no checkpoint when the job ends. */
    String NO_EXTERNALIZED_CHECKPOINTS = "NO_EXTERNALIZED_CHECKPOINTS";

    /** Value of {@code Retention}: Flink retains checkpoints of a job that fails. */
    String DELETE_ON_CANCELLATION = "DELETE_ON_CANCELLATION";

    /**
     * Value of {@code Retention}: Flink retains checkpoints of a job that fails or is cancelled, or
     * whose JobManager is stopped.
     */
    String RETAIN_ON_CANCELLATION = "RETAIN_ON_CANCELLATION";

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
     * deadline until {@link CheckpointOperationManagement#rescheduleInFlight()}.
     *
     * @param timeout the new timeout in milliseconds
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setTimeout(long timeout);

    /**
     * Returns the time after which a savepoint expires, in milliseconds, 0 if it is that of {@link
     * #getTimeout()}, which is the initial value of every job. Flink has no such option.
     */
    @Description(
            "How long a savepoint may take before it expires, that of a stop included, in ms; 0 for"
                    + " as long as Timeout. A change counts for savepoints triggered from then on;"
                    + " those in flight keep their deadline until rescheduleInFlight()")
    @Unit("ms")
    @Range(min = 0, max = MAX_DURATION)
    long getSavepointTimeout();

    /**
     * Sets the timeout of savepoints that are triggered from now on, also of Flink's stop with
     * savepoint. A stop of this agent keeps the deadline of its caller.
     *
     * @param timeout the new timeout in milliseconds, from {@value #MIN_DURATION} on, or 0 for that
     *     of checkpoints
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setSavepointTimeout(long timeout);

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
     * Returns the time from the start of Flink's periodic scheduler to its first trigger, after a
     * start or a restore of the job, in milliseconds; -1 if Flink draws it, which is so for every
     * job at first: at random, from the min pause to the interval. Flink has no such option.
     */
    @Description(
            "Time from a start or a restore of the job to its first periodic checkpoint, in ms, -1 if"
                    + " Flink draws it at random, from MinPause to Interval. A change counts at the"
                    + " next start or restore; a shorter time also brings forward a first trigger that"
                    + " is still to come, a longer one does not put it off")
    @Unit("ms")
    @Range(min = 0, max = MAX_DURATION)
    long getInitialDelay();

    /**
     * Sets how long the first periodic checkpoint waits after the next start or restore of the job:
     * a restart, also of some of its tasks, a rescale, or another JobManager that takes over. The
     * time counts from when Flink starts its scheduler: when the job is running; on 2.3, when its
     * first task is. {@code Interval} does not shorten it, {@code MinPause} may prolong it.
     *
     * <p>If the first trigger since the last start or restore is still to come, a shorter time than
     * what is left brings it forward, at once if it is over. A longer one, and {@link
     * #resetSettings()}, never put it off. To take a checkpoint before, without moving the trigger,
     * use {@link CheckpointOperationManagement#triggerCheckpoint}.
     *
     * @param delay the delay in milliseconds, 0 for a first checkpoint at once
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws IllegalStateException if the job has left this JobManager
     * @throws UnsupportedOperationException if {@link #getSettings()} reports it as not settable
     */
    @RequiredRole(Role.OPERATOR)
    void setInitialDelay(long delay);

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
     *     CheckpointOperationManagement#enableUnaligned} may help
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
     * Returns how many completed checkpoints Flink retains while the job runs, pinned ones not
     * counted. Source: {@code execution.checkpointing.num-retained}.
     */
    @Description(
            "How many completed checkpoints Flink keeps while the job runs; pinned ones come on top."
                    + " A change counts when the next checkpoint completes")
    @Unit("count")
    @Range(min = 1, max = Integer.MAX_VALUE)
    long getNumRetained();

    /**
     * Sets how many completed checkpoints Flink retains, which applies when the next one completes:
     * Flink then deletes the oldest ones above that number.
     *
     * @param numRetained the number. Fewer than submitted requires the role of an administrator,
     *     since the older checkpoints are then lost
     * @throws IllegalArgumentException if it is out of range; nothing changes
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @RequiredRole(Role.OPERATOR)
    void setNumRetained(long numRetained);

    /**
     * Returns how many checkpoints may be in flight at once. Source: {@code
     * execution.checkpointing.max-concurrent-checkpoints}.
     */
    @Description(
            "How many checkpoints may be in flight at once; one with unaligned checkpoints. A change"
                    + " counts at the next trigger")
    @Unit("count")
    @Range(min = 1, max = Integer.MAX_VALUE)
    long getMaxConcurrent();

    /**
     * Sets how many checkpoints may be in flight at once, which applies from the next trigger on.
     *
     * @param maxConcurrent the number; 1 for a job with unaligned checkpoints
     * @throws IllegalArgumentException if it is out of range, or above 1 with unaligned
     *     checkpoints; nothing changes
     * @throws UnsupportedOperationException if this Flink does not support it
     */
    @RequiredRole(Role.OPERATOR)
    void setMaxConcurrent(long maxConcurrent);

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

    /**
     * Returns the options of Flink that cannot be changed here and that change what an operator
     * should do, each with the job's value. Only those that this Flink has.
     */
    @Description(
            "Options of Flink that no setting changes and that change what an operator should do, with"
                    + " the job's values; only those that this Flink has")
    RelatedOption[] getRelatedOptions();

    /** Returns the number of accepted changes, the revision for optimistic updates. */
    @Description(
            "Number of the last accepted change; pass it to updateSettings to change only this")
    @Unit("count")
    long getRevision();

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
     * Returns what {@link #updateSettings} would do, and {@link
     * CheckpointOperationManagement#rescheduleInFlight()} after it. Changes nothing, adds no entry
     * to the history, and waits for no lock.
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
