// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.util.FlinkException;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Gate that keeps checkpoints of a suspended job from being triggered or completed. Used with the
 * coordinator's lock held.
 *
 * <p>A trigger passes the lock four times: it is chosen, checked, checked again once it has an id,
 * and added to the pending checkpoints. The first time it is failed while it still waits, the
 * second and third time it is rejected, and one that had passed the third before everything was
 * suspended is aborted right after the fourth, before any task is notified of it. So after
 * everything was suspended nothing is pending except what is about to be aborted by the thread that
 * added it.
 *
 * <p>While only automatic checkpoints are suspended, these are the periodic ones and those that
 * Flink requests on its own account: when all tasks have reached the end of their data, and from
 * 2.4 on when it wants a rescale. What a client requests comes through the JobMaster's gateway, or
 * from this agent.
 */
final class SuspensionGate {

    private final FlinkInternals parts;
    private final boolean knowsAsked;
    private final ThreadMark asking = new ThreadMark();
    private final ThreadMark aborting = new ThreadMark();

    /** Properties of checkpoints that a client requested, weakly; each request has its own. */
    private final WeakConcurrentMap<Object, Boolean> asked = new WeakConcurrentMap<>(false, false);

    /**
     * @param capabilities the capabilities of this Flink
     */
    SuspensionGate(FlinkInternals parts, Set<Capability> capabilities) {
        this.parts = parts;
        this.knowsAsked = capabilities.contains(Capability.UNASKED_TRIGGERS);
    }

    /** Returns the mark of a thread that requests a checkpoint for a client. */
    ThreadMark asking() {
        return asking;
    }

    /** Returns the mark of a thread that aborts checkpoints for an operator. */
    ThreadMark aborting() {
        return aborting;
    }

    /** Called when this thread requests a checkpoint with these properties. */
    void requested(Object properties) {
        if (asking.isSet()) {
            asked.expungeStaleEntries();
            asked.put(properties, Boolean.TRUE);
        }
    }

    /** Aborts what is in flight and what waits; neither counts as a failure of the job. */
    void abortEverything(CheckpointCoordinator coordinator, Suspension suspension) {
        CheckpointException why = abortion(suspension.refusal());
        aborting.during(() -> parts.abortPendingAndQueued.call(coordinator, why));
    }

    /** Aborts one checkpoint in flight. */
    void abort(CheckpointCoordinator coordinator, PendingCheckpoint pending, String why) {
        CheckpointException reason = abortion(why);
        aborting.during(() -> parts.abortPending.call(coordinator, pending, reason, null));
    }

    /**
     * Returns whether a checkpoint must not come into flight. A periodic one that has passed the
     * checks counts as in flight already, unless everything is suspended.
     */
    boolean refuses(Suspension suspension, PendingCheckpoint pending, boolean periodic) {
        return suspension.mode() == SuspensionMode.ALL
                || (suspension.mode() == SuspensionMode.PERIODIC
                        && !periodic
                        && isUnasked((CheckpointProperties) parts.pendingProps.call(pending)));
    }

    /**
     * Returns whether no client requested a checkpoint; only clients make Flink take a savepoint.
     */
    private boolean isUnasked(CheckpointProperties properties) {
        return knowsAsked && !properties.isSavepoint() && !asked.containsKey(properties);
    }

    private boolean isAutomatic(Object request) {
        return parts.requestIsPeriodic.get(request) || isUnasked(parts.requestProps.get(request));
    }

    /**
     * Fails requests that wait in a decider's queue and must not be triggered.
     *
     * @param passes accepts the requests that pass nevertheless
     */
    void beforeChoosing(Object decider, Suspension suspension, Predicate<Object> passes) {
        if (suspension.mode() == SuspensionMode.ALL) {
            TriggerRequestQueue.of(decider, parts)
                    .fail(passes.negate(), () -> refusal(suspension, false));
        } else if (suspension.mode() == SuspensionMode.PERIODIC) {
            TriggerRequestQueue.of(decider, parts)
                    .fail(this::isAutomatic, () -> refusal(suspension, true));
        }
    }

    /** Returns the exception that a rejected trigger ends with. */
    static CheckpointException refusal(Suspension suspension, boolean periodic) {
        return new CheckpointException(
                suspension.refusal(),
                periodic
                        ? CheckpointFailureReason.PERIODIC_SCHEDULER_SHUTDOWN
                        : CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND);
    }

    /**
     * Returns whether a failure is a rejection: in stock Flink these two come with a checkpoint.
     */
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
