// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.RescheduleResult;

/**
 * Hears what happens to one job, to tell others.
 *
 * <p>Called on whatever thread the event happens on, some of them Flink's with the coordinator's
 * lock held: an implementation hands over and returns.
 */
public interface JobListener {

    /** Hears nothing. */
    JobListener NONE = new JobListener() {};

    /** The effective settings are others now; the texts name what changed. */
    default void settingsChanged(long revision, String from, String to) {}

    /** Checkpointing is suspended, or in another mode; the message says by whom and why. */
    default void suspended(String from, String to, String message) {}

    /** The suspension has ended. */
    default void resumed(String from) {}

    /** A checkpoint completed, so many milliseconds after its trigger. */
    default void checkpointCompleted(long checkpointId, long durationMillis) {}

    /** A checkpoint was given up. */
    default void checkpointFailed(long checkpointId, String reason) {}

    /** A pending checkpoint has a new deadline, or expired because it is past it. */
    default void checkpointRescheduled(RescheduleResult result) {}

    /** A checkpoint that reached its deadline got more time; the text names what it waits for. */
    default void checkpointExtended(RescheduleResult result, String missing) {}

    /** The job has left this JobManager. */
    default void jobGone() {}
}
