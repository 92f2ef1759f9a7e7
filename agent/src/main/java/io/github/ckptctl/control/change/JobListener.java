// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.mbeans.RescheduleResult;

/**
 * Listener for the events of one job, to notify others.
 *
 * <p>Called on the thread on which the event happens, in some cases Flink's with the coordinator's
 * lock held: an implementation hands over and returns.
 */
public interface JobListener {

    /** Listener that ignores all events. */
    JobListener NONE = new JobListener() {};

    /** Called when the effective settings have changed; the texts name the changes. */
    default void settingsChanged(long revision, String from, String to) {}

    /**
     * Called when checkpointing is suspended, or in another mode; the message contains the caller
     * and the reason.
     */
    default void suspended(String from, String to, String message) {}

    /** Called when the suspension has ended. */
    default void resumed(String from) {}

    /**
     * Called when a checkpoint completed; the duration counts from its trigger, in milliseconds.
     */
    default void checkpointCompleted(long checkpointId, long durationMillis) {}

    /** Called when a checkpoint was aborted or has expired. */
    default void checkpointFailed(long checkpointId, String reason) {}

    /** Called when a pending checkpoint has a new deadline, or expired because it is past it. */
    default void checkpointRescheduled(RescheduleResult result) {}

    /**
     * Called when a checkpoint that reached its deadline got more time; the text names the missing
     * tasks.
     */
    default void checkpointExtended(RescheduleResult result, String missing) {}

    /**
     * Called when the oldest transaction of a sink is about to time out, with both times in epoch
     * milliseconds.
     */
    default void transactionExpiring(String message, long openedAt, long timesOutAt) {}

    /** Called when the job has left this JobManager. */
    default void jobGone() {}
}
