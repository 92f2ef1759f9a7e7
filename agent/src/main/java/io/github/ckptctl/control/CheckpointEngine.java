// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.util.List;
import java.util.Set;

/**
 * The checkpointing of one job as Flink runs it: the port through which the domain sees Flink.
 *
 * <p>An engine belongs to one coordinator. Under the adaptive scheduler a job has one after the
 * other; see {@link JobCheckpoints#attach}. Methods that take the coordinator's lock say so; all
 * others answer without waiting, from any thread.
 */
public interface CheckpointEngine {

    /** Returns what this Flink and this job allow. */
    Set<Capability> capabilities();

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
     * coordinator's lock; those already past it expire before the lock is let go.
     *
     * @param timeoutMillis the effective timeout
     */
    List<RescheduleResult> rescheduleInFlight(long timeoutMillis);

    /** Returns the checkpoints in flight, oldest first. */
    List<PendingCheckpointInfo> pending();

    /** Returns the newest completed checkpoint. */
    CompletedCheckpointInfo latestCompleted();

    /** Returns the newest failed checkpoint. */
    FailedCheckpointInfo latestFailed();

    /** Returns Flink's counters. */
    CheckpointCounts counts();

    /** Tells whether Flink triggers checkpoints periodically at the moment. */
    boolean isPeriodicEnabled();
}
