// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * The checkpointing of one job as Flink runs it: the port through which the domain sees Flink.
 *
 * <p>An engine belongs to one coordinator. Under the adaptive scheduler a job has one after the
 * other; see {@link JobCheckpointControl#attach}. Methods that take the coordinator's lock say so;
 * all others answer without waiting, from any thread.
 */
public interface CheckpointEngine {

    /** Returns what this Flink and this job allow. */
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
     * Has all tasks cancelled and deployed again from the newest completed checkpoint, capable of
     * unaligned checkpoints, without using an attempt of the restart strategy. Waits for the
     * JobMaster's main thread, and returns when the restart has begun.
     *
     * @param why the reason that Flink shows
     * @param patience how long to wait for that thread
     * @throws IllegalStateException if the job's state does not allow it now; nothing changes
     * @throws UnsupportedOperationException if it cannot have unaligned checkpoints; nothing
     *     changes
     */
    void redeploy(String why, Duration patience);

    /** Returns what the job was submitted with, read from Flink's own fields. */
    SubmittedSettings submitted();

    /**
     * Runs a change while holding the coordinator's lock, then arms the periodic trigger anew if
     * asked to, before the lock is let go. Waits for the lock as long as Flink holds it.
     *
     * @param change swaps the settings that Flink's reads will see
     * @param rearmTrigger whether the interval or the min pause is another one after the change
     */
    void apply(Runnable change, boolean rearmTrigger);

    /**
     * Sets every pending checkpoint's deadline to its trigger time plus the timeout, under the
     * coordinator's lock; those already past it expire before the lock is let go. The snapshot of a
     * stop, Flink's or ours, keeps a later deadline than that: to expire it fails the job's tasks.
     *
     * @param timeoutMillis tells the effective timeout; asked with the lock held, since another may
     *     have been set while the lock was waited for
     */
    List<RescheduleResult> rescheduleInFlight(LongSupplier timeoutMillis);

    /**
     * Moves the deadline of one checkpoint, under the coordinator's lock.
     *
     * @param allowance makes the time from trigger to deadline of the one that it has, both in
     *     milliseconds; asked with the lock held, and may refuse by throwing
     * @return what was done, empty if the checkpoint is not in flight
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
     * Triggers a checkpoint on the JobMaster's main thread. Returns at once; the future ends when
     * the checkpoint does, and fails with Flink's reason.
     */
    CompletableFuture<CompletedCheckpointInfo> trigger(TriggerService.Type type);

    /**
     * Asks for a stop of the job with a synchronous snapshot in its checkpoint directory, on the
     * JobMaster's main thread. Passes a suspension. Returns at once.
     *
     * @param drain whether event time ends
     * @param deadline after how long the caller will give it up; Flink does not before
     */
    StopHandle stop(boolean drain, Duration deadline);

    /** Returns how many checkpoints failed in a row, as Flink counts them, -1 if not known. */
    long consecutiveFailures();

    /** Sets that count to zero, under the coordinator's lock. */
    void resetFailureCount();

    /**
     * Shuts the gate, in one acquisition of the coordinator's lock: takes the armed trigger away,
     * drops the periodic requests that wait and, where everything is suspended, aborts what is in
     * flight and queued with a reason that does not count as a failure.
     *
     * @param shut makes the suspension visible to Flink's woven code
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

    /** Tells whether nothing is in flight, being triggered, or waiting to be. */
    boolean isQuiet();

    /** Returns the milliseconds until the armed trigger is due, empty if none is armed. */
    OptionalLong nextTriggerIn();

    /**
     * Returns the milliseconds until the trigger would be due if other settings were applied now,
     * empty if none would be armed. Takes no lock: what Flink does meanwhile is not in it.
     *
     * @param now what holds
     * @param next what would hold
     */
    OptionalLong nextTriggerIn(JobSettings now, JobSettings next);

    /** Returns how many failures in a row the job was submitted to tolerate, -1 if not known. */
    long submittedTolerableFailedCheckpoints();

    /** Tells whether a checkpoint in flight is the snapshot of a stop, Flink's or ours. */
    boolean isStopSnapshot(long checkpointId);

    /** Returns the checkpoints in flight, oldest first. */
    List<PendingCheckpointInfo> pending();

    /** Returns the newest completed checkpoint. */
    CompletedCheckpointInfo latestCompleted();

    /** Returns the newest failed checkpoint. */
    FailedCheckpointInfo latestFailed();

    /** Returns what Flink's statistics tell of a checkpoint, empty if they do not remember it. */
    Optional<CheckpointDetail> detail(long checkpointId);

    /** Returns the ids of the checkpoints that Flink's statistics remember, newest first. */
    List<Long> recent();

    /** Returns Flink's counters. */
    CheckpointCounts counts();

    /** Tells whether Flink triggers checkpoints periodically at the moment. */
    boolean isPeriodicEnabled();
}
