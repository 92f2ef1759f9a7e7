// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import io.github.ckptctl.control.model.StopProgress;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Handle of a stop with a checkpoint that an engine was requested to perform. No method waits; any
 * thread may call. A future for which Flink has no thread left stays incomplete, so a caller that
 * waits for one sets a bound.
 */
public interface StopHandle {

    /**
     * Returns a future that completes when Flink has begun. Fails if the stop is rejected; nothing
     * has changed then.
     */
    CompletableFuture<Void> begun();

    /**
     * Returns a future that completes with the snapshot once the job has finished; fails with
     * Flink's reason.
     */
    CompletableFuture<CompletedCheckpointInfo> outcome();

    /**
     * Returns Flink's claim modes in which a job can be started from the snapshot, the preferred
     * one first. Known once the outcome is.
     */
    List<String> claimModes();

    /** Returns the name of Flink's option for the claim mode. */
    String claimModeOption();

    /**
     * Aborts the stop as soon as the coordinator's lock is free, with a reason that does not count
     * as a failure. A complete snapshot cannot be aborted.
     *
     * @return the progress of the snapshot at that moment
     */
    CompletableFuture<StopProgress> giveUp(String why);

    /**
     * Returns a future that completes with whether any task of the job has left the attempt that it
     * was in at the start.
     */
    CompletableFuture<Boolean> isFailedOver();
}
