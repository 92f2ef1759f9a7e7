// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.Suspension;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.util.FlinkException;
import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/**
 * Keeps checkpoints of a suspended job from being triggered or completed. Used with the
 * coordinator's lock held.
 *
 * <p>A trigger passes the lock four times on its way: it is chosen, checked, checked again once it
 * has an id, and put among the pending. At the first it is failed while it still waits, at the
 * second and third it is refused, and what had passed the third before everything was suspended is
 * aborted right behind the fourth, before any task has heard of it. So after everything was
 * suspended nothing is pending but what is about to be aborted by the thread that put it there.
 */
final class Gate {

    private final FlinkParts parts;

    Gate(FlinkParts parts) {
        this.parts = parts;
    }

    /** Aborts what is in flight and what waits; neither counts as a failure of the job. */
    void abortEverything(CheckpointCoordinator coordinator, Suspension suspension) {
        parts.abortPendingAndQueued.call(coordinator, abortion(suspension.refusal()));
    }

    /** Aborts one checkpoint in flight. */
    void abort(CheckpointCoordinator coordinator, PendingCheckpoint pending, String why) {
        parts.abortPending.call(coordinator, pending, abortion(why), null);
    }

    /**
     * Fails what waits in a decider's queue and must not be triggered.
     *
     * @param passes tells which requests pass all the same
     */
    void beforeChoosing(Object decider, Suspension suspension, Predicate<Object> passes) {
        if (suspension.mode() == SuspensionMode.ALL) {
            RequestQueue.of(decider, parts).fail(passes.negate(), () -> refusal(suspension, false));
        } else if (suspension.mode() == SuspensionMode.PERIODIC) {
            RequestQueue.of(decider, parts)
                    .fail(parts.requestIsPeriodic::get, () -> refusal(suspension, true));
        }
    }

    /** Returns what a trigger that is refused ends with. */
    static CheckpointException refusal(Suspension suspension, boolean periodic) {
        return new CheckpointException(
                suspension.refusal(),
                periodic
                        ? CheckpointFailureReason.PERIODIC_SCHEDULER_SHUTDOWN
                        : CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND);
    }

    /** Tells whether a failure is a refusal: in stock Flink these two come with a checkpoint. */
    static boolean isRefusal(@Nullable Object pending, Throwable failure) {
        if (pending != null || !(failure instanceof CheckpointException)) {
            return false;
        }
        CheckpointFailureReason reason =
                ((CheckpointException) failure).getCheckpointFailureReason();
        return reason == CheckpointFailureReason.PERIODIC_SCHEDULER_SHUTDOWN
                || reason == CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND;
    }

    private static CheckpointException abortion(String why) {
        return new CheckpointException(
                CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND, new FlinkException(why));
    }
}
