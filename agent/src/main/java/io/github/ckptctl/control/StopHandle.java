// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A stop with a checkpoint that an engine was asked for. No method waits; any thread may call. A
 * future that Flink has no thread for any more stays open, so whoever waits for one sets a bound.
 */
public interface StopHandle {

    /** Ends when Flink has begun. Fails if the stop is refused; nothing has changed then. */
    CompletableFuture<Void> begun();

    /** Ends with the snapshot once the job has finished; fails with Flink's reason. */
    CompletableFuture<CompletedCheckpointInfo> outcome();

    /**
     * Returns Flink's claim modes in which a job can be started from the snapshot, the one to
     * prefer first. Known once the outcome is.
     */
    List<String> claimModes();

    /** Returns the name of Flink's option for the claim mode. */
    String claimModeOption();

    /**
     * Gives the stop up as soon as the coordinator's lock is free, with a reason that does not
     * count as a failure. What is complete cannot be given up.
     *
     * @return how far the snapshot had come in that moment
     */
    CompletableFuture<StopProgress> giveUp(String why);

    /** Ends with whether any task of the job has left the attempt that it was in at the start. */
    CompletableFuture<Boolean> isFailedOver();
}
