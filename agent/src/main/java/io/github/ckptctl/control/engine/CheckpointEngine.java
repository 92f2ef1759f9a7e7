// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointCounts;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TriggerType;
import io.github.ckptctl.control.model.UnalignedCapability;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Port through which the domain accesses Flink: the checkpointing of one job as Flink runs it.
 *
 * <p>An engine belongs to one coordinator. Under the adaptive scheduler a job has several, one
 * after another; see {@link JobCheckpointControl#attach}. Methods that take the coordinator's lock
 * document it; all others return without waiting, from any thread.
 */
public interface CheckpointEngine {

    /** Returns the capabilities that this Flink and this job have. */
    Set<Capability> capabilities();

    /** Returns why this Flink or this job lacks a capability, empty if it has it. */
    default String missingReason(Capability capability) {
        return capabilities().contains(capability)
                ? ""
                : "this Flink lacks what the capability "
                        + capability
                        + " needs; MissingCapabilities of type=CheckpointAgent names it";
    }

    /** Returns whether the job's tasks can take part in unaligned checkpoints, and why. */
    UnalignedCapability unalignedCapability();

    /**
     * Cancels all tasks and deploys them again from the newest completed checkpoint, capable of
     * unaligned checkpoints, without using an attempt of the restart strategy. Waits for the
     * JobMaster's main thread, and returns when the restart has begun.
     *
     * @param why the reason that Flink shows
     * @param patience how long to wait for that thread
     * @throws IllegalStateException if the job's current state does not allow it; nothing changes
     * @throws UnsupportedOperationException if it cannot have unaligned checkpoints; nothing
     *     changes
     */
    void redeploy(String why, Duration patience);

    /** Returns what keeps the files of the job's pinned checkpoints. */
    PinKeeper pins();

    /** Returns the settings that the job was submitted with, read from Flink's own fields. */
    SubmittedSettings submitted();

    /**
     * Runs a change while holding the coordinator's lock, then re-arms the periodic trigger if
     * requested, before the lock is released. Waits for the lock as long as Flink holds it.
     *
     * @param change swaps the settings that Flink's reads will see
     * @param rearmTrigger whether the change alters the interval or the min pause
     */
    void apply(Runnable change, boolean rearmTrigger);

    /**
     * Sets every pending checkpoint's deadline to its trigger time plus the timeout, or that of
     * savepoints, under the coordinator's lock; those already past it expire before the lock is
     * released. The snapshot of a stop, Flink's or the agent's, retains a later deadline: expiring
     * it would fail the job's tasks.
     *
     * @param settings returns the current settings; called with the lock held, since others may
     *     have been set while waiting for the lock
     */
    List<RescheduleResult> rescheduleInFlight(Supplier<JobSettings> settings);

    /**
     * Moves the deadline of one checkpoint, under the coordinator's lock.
     *
     * @param allowance computes the time from trigger to deadline from the current one, both in
     *     milliseconds; called with the lock held, and may reject by throwing
     * @return the outcome, empty if the checkpoint is not in flight
     */
    Optional<RescheduleResult> extend(long checkpointId, LongUnaryOperator allowance);

    /**
     * Aborts one checkpoint, under the coordinator's lock, with a reason that does not count as a
     * failure.
     *
     * @return whether it was in flight
     * @throws IllegalStateException if it is a stop with savepoint; nothing changes
     */
    boolean abort(long checkpointId, String why);

    /**
     * Triggers a checkpoint on the JobMaster's main thread. Returns at once; the future completes
     * when the checkpoint does, and fails with Flink's reason.
     */
    CompletableFuture<CompletedCheckpointInfo> trigger(TriggerType type);

    /**
     * Requests a stop of the job with a synchronous snapshot in its checkpoint directory, on the
     * JobMaster's main thread. Passes a suspension. Returns at once.
     *
     * @param drain whether event time ends
     * @param deadline after how long the caller will abort it; Flink does not abort it earlier
     */
    StopHandle stop(boolean drain, Duration deadline);

    /**
     * Requests a stop of the job with a savepoint, like {@link #stop}.
     *
     * @param targetDirectory where it is written, empty for the directory configured for the job
     * @throws IllegalArgumentException if it is no path, or empty and none is configured; nothing
     *     changes
     */
    StopHandle stopWithSavepoint(
            String targetDirectory, SavepointFormat format, boolean drain, Duration deadline);

    /**
     * Returns the number of consecutive checkpoint failures, as Flink counts them, -1 if not known.
     */
    long consecutiveFailures();

    /** Sets that count to zero, under the coordinator's lock. */
    void resetFailureCount();

    /**
     * Shuts the gate, in one acquisition of the coordinator's lock: cancels the armed trigger,
     * drops the waiting periodic requests and, where everything is suspended, aborts the
     * checkpoints in flight and the queued requests with a reason that does not count as a failure.
     *
     * @param shut makes the suspension visible to Flink's instrumented code
     * @return the newest completed checkpoint, from the completed store
     * @throws IllegalStateException if everything is to be suspended while a stop with savepoint is
     *     in flight; nothing changes
     */
    CompletedCheckpointInfo suspend(Runnable shut, Suspension suspension);

    /**
     * Opens the gate under the coordinator's lock and arms the trigger if Flink wants it running.
     *
     * @return the newest completed checkpoint, from the completed store
     */
    CompletedCheckpointInfo resume(Runnable open);

    /**
     * Arms the trigger under the coordinator's lock, if Flink wants it running and none is armed.
     */
    void armIfNoneIsArmed();

    /** Returns the newest completed checkpoint from the completed store; waits for the lock. */
    CompletedCheckpointInfo latestUnderLock();

    /** Returns whether no checkpoint is in flight, being triggered, or waiting to be triggered. */
    boolean isQuiet();

    /** Returns the milliseconds until the armed trigger is due, empty if none is armed. */
    OptionalLong nextTriggerIn();

    /**
     * Returns the milliseconds until the trigger would be due if other settings were applied now,
     * empty if none would be armed. Takes no lock: concurrent changes by Flink are not included.
     *
     * @param now the current settings
     * @param next the settings that would be applied
     */
    OptionalLong nextTriggerIn(JobSettings now, JobSettings next);

    /**
     * Returns the number of consecutive failures that the job was submitted to tolerate, -1 if not
     * known.
     */
    long submittedTolerableFailedCheckpoints();

    /** Returns whether a checkpoint in flight is the snapshot of a stop, Flink's or the agent's. */
    boolean isStopSnapshot(long checkpointId);

    /** Returns whether a checkpoint in flight is a savepoint, the snapshot of a stop included. */
    boolean isSavepoint(long checkpointId);

    /** Returns the checkpoints in flight, oldest first. */
    List<PendingCheckpointInfo> pending();

    /** Returns the newest completed checkpoint. */
    CompletedCheckpointInfo latestCompleted();

    /**
     * Returns the earliest time at which a transaction of a sink can have been opened that is not
     * committed yet, in epoch milliseconds, -1 if there is no coordinator.
     *
     * <p>A sink opens a transaction at a checkpoint's barrier and commits it when the next
     * checkpoint has completed. With the newest completed checkpoint everything that was opened
     * before its barrier is committed; what is open was opened at that barrier, or a later one. The
     * barrier reaches a sink after the trigger, so this is the trigger time of the newest completed
     * checkpoint. Later checkpoints that have failed or are in flight have committed nothing, and
     * savepoints commit nothing either ({@code CheckpointCoordinator} reports only checkpoints and
     * the snapshots of stops as complete; 1.18 to 2.3).
     *
     * <p>Tasks of a new execution graph have opened their transactions after its creation, so that
     * is the time if it is later, or if no checkpoint has completed. Within one graph a failover
     * may restart some regions and leave the transactions of others open; it does not count.
     *
     * <p>Early rather than late: a broker counts from a transaction's first record. Not included is
     * the time from a checkpoint's completion to the commits.
     */
    long oldestTransactionAt();

    /** Returns the newest failed checkpoint. */
    FailedCheckpointInfo latestFailed();

    /** Returns a checkpoint as reported by Flink's statistics, empty if they do not retain it. */
    Optional<CheckpointDetail> detail(long checkpointId);

    /** Returns the ids of the checkpoints that Flink's statistics retain, newest first. */
    List<Long> recent();

    /** Returns Flink's counters. */
    CheckpointCounts counts();

    /** Returns whether Flink triggers checkpoints periodically at the moment. */
    boolean isPeriodicEnabled();

    /** Returns the conditions under which Flink triggers periodic checkpoints of the job. */
    TriggerConditions triggerConditions();

    /**
     * Returns the job's values of the options that this Flink has, empty if its configuration is
     * not known.
     */
    Map<FlinkOption, OptionValue> relatedOptions();

    /**
     * Returns the stack of the thread of each of these subtasks, or why there is none, in the same
     * order. Waits for the TaskManagers that run them.
     *
     * @param patience how long to wait
     * @throws IllegalStateException if no TaskManager can be reached at the moment
     */
    List<HolderStack> stacks(List<CheckpointHolder> holders, Duration patience);

    /**
     * Fails the subtasks that hold a checkpoint in flight, on the JobMaster's main thread. Waits
     * for that thread and, on it, for the coordinator's lock.
     *
     * @param admit receives the names of the subtasks, maybe none, before any is failed; may reject
     *     by throwing
     * @param why the reason that Flink shows
     * @param patience how long to wait for that thread
     * @return the names, empty if the checkpoint is not in flight
     * @throws IllegalStateException if the job's current state does not allow it; nothing changes
     */
    Optional<List<String>> failHolders(
            long checkpointId, Consumer<List<String>> admit, String why, Duration patience);
}
