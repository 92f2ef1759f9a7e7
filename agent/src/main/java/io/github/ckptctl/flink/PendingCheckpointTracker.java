// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tracker of one coordinator's checkpoints in flight and their deadlines.
 *
 * <p>Reads come from any thread and wait for nothing. Methods that move a deadline, and {@link
 * #shouldSkipTimeout}, are called with the coordinator's lock held.
 */
final class PendingCheckpointTracker {

    private static final int MISSING_NAMED = 10;

    private final FlinkInternals parts;
    private final TimeoutRescheduler deadlines;

    /**
     * The known checkpoints. The array is never changed in place: there is hardly ever more than
     * one checkpoint, so a copy costs less than a map. A thread that replaces it holds this
     * object's monitor and acquires nothing else.
     */
    private volatile TrackedCheckpoint[] known = {};

    /**
     * @param aborting the mark of a thread that aborts for an operator
     */
    PendingCheckpointTracker(
            FlinkInternals parts, ThreadMark aborting, Supplier<JobSettings> settings) {
        this.parts = parts;
        this.deadlines = new TimeoutRescheduler(parts, aborting, settings);
    }

    List<TrackedCheckpoint> oldestFirst() {
        return Arrays.stream(known)
                .filter(TrackedCheckpoint::isPending)
                .sorted(Comparator.comparingLong(TrackedCheckpoint::id))
                .collect(Collectors.toList());
    }

    TrackedCheckpoint add(CheckpointCoordinator coordinator, PendingCheckpoint checkpoint) {
        CheckpointProperties props = (CheckpointProperties) parts.pendingProps.call(checkpoint);
        TrackedCheckpoint added =
                new TrackedCheckpoint(
                        checkpoint,
                        props,
                        deadlines.allowedMillis(checkpoint, props.isSavepoint(), coordinator));
        replace(added.id(), added);
        return added;
    }

    void remove(long checkpointId) {
        replace(checkpointId, null);
    }

    /** Replaces one by another, and removes those that ended without a report. */
    private synchronized void replace(long id, @Nullable TrackedCheckpoint added) {
        TrackedCheckpoint[] before = known;
        TrackedCheckpoint[] after = new TrackedCheckpoint[before.length + 1];
        int kept = 0;
        for (TrackedCheckpoint other : before) {
            if (other.id() != id && other.isPending()) {
                after[kept++] = other;
            }
        }
        if (added != null) {
            after[kept++] = added;
        }
        known = kept == after.length ? after : Arrays.copyOf(after, kept);
    }

    private @Nullable TrackedCheckpoint find(long id) {
        for (TrackedCheckpoint checkpoint : known) {
            if (checkpoint.id() == id) {
                return checkpoint;
            }
        }
        return null;
    }

    /** Returns the checkpoints that the coordinator has in flight and that were never reported. */
    List<PendingCheckpoint> unknown(CheckpointCoordinator coordinator) {
        return parts.pendingCheckpoints.get(coordinator).values().stream()
                .filter(checkpoint -> find(checkpoint.getCheckpointID()) == null)
                .collect(Collectors.toList());
    }

    List<RescheduleResult> moveAll(
            CheckpointCoordinator coordinator, List<TrackedCheckpoint> asked, JobSettings now) {
        Map<Long, PendingCheckpoint> pending = parts.pendingCheckpoints.get(coordinator);
        return asked.stream()
                .map(c -> move(coordinator, pending.get(c.id()), c, now.timeout(c.isSavepoint())))
                .collect(Collectors.toList());
    }

    /** Moves one deadline, unless that would shorten the time of a stop's snapshot. */
    private RescheduleResult move(
            CheckpointCoordinator coordinator,
            @Nullable PendingCheckpoint pending,
            TrackedCheckpoint checkpoint,
            long timeoutMillis) {
        return checkpoint.isStopSnapshot()
                        && checkpoint.isPending()
                        && timeoutMillis < checkpoint.allowedMillis()
                ? new RescheduleResult(
                        checkpoint.id(),
                        checkpoint.deadline(),
                        checkpoint.deadline(),
                        RescheduleOutcome.KEPT)
                : deadlines.move(coordinator, pending, checkpoint, timeoutMillis);
    }

    boolean isStopSnapshot(long id) {
        TrackedCheckpoint checkpoint = find(id);
        return checkpoint != null && checkpoint.isStopSnapshot();
    }

    boolean isSavepoint(long id) {
        TrackedCheckpoint checkpoint = find(id);
        return checkpoint != null && checkpoint.isSavepoint();
    }

    Optional<RescheduleResult> extend(
            CheckpointCoordinator coordinator, long checkpointId, LongUnaryOperator allowance) {
        PendingCheckpoint pending = parts.pendingCheckpoints.get(coordinator).get(checkpointId);
        TrackedCheckpoint extended = find(checkpointId);
        return pending == null || extended == null
                ? Optional.empty()
                : Optional.of(
                        deadlines.move(
                                coordinator,
                                pending,
                                extended,
                                allowance.applyAsLong(extended.allowedMillis())));
    }

    /**
     * Ensures that Flink expires a checkpoint no sooner than at a time, if its deadline can be
     * moved.
     *
     * @param end on {@link System#nanoTime()}'s scale
     */
    void allowUntil(CheckpointCoordinator coordinator, PendingCheckpoint pending, long end) {
        TrackedCheckpoint checkpoint = find(pending.getCheckpointID());
        if (checkpoint != null && parts.newCanceller.isFound()) {
            long allowed = TimeUnit.NANOSECONDS.toMillis(end - checkpoint.triggeredNanos());
            if (allowed > checkpoint.allowedMillis()) {
                deadlines.move(coordinator, pending, checkpoint, allowed);
            }
        }
    }

    /**
     * Returns whether a canceller that fired must do nothing, because it has been replaced or
     * because its checkpoint has earned more time, which it then gets.
     */
    boolean shouldSkipTimeout(
            CheckpointCoordinator coordinator,
            PendingCheckpoint checkpoint,
            Object canceller,
            JobCheckpointControl job) {
        TrackedCheckpoint expiring = find(checkpoint.getCheckpointID());
        if (expiring == null || !expiring.isOf(checkpoint)) {
            return false;
        }
        if (expiring.isSupersededFor(canceller)) {
            return true;
        }
        long more =
                Millis.plus(
                        expiring.allowedMillis(), job.settings().effective(Setting.AUTO_EXTEND_BY));
        Setting timeout = job.settings().timeoutSetting(expiring.isSavepoint());
        if (checkpoint.isDisposed()
                || more > job.settingsService().limits().max(timeout)
                || !expiring.claimExtension(checkpoint, job.settings())) {
            return false;
        }
        RescheduleResult result = deadlines.move(coordinator, checkpoint, expiring, more);
        job.deadlines().extended(result, missingTasks(checkpoint));
        return true;
    }

    /**
     * Returns the names of tasks that have not acknowledged a checkpoint, as far as they are known.
     */
    String missingTasks(PendingCheckpoint checkpoint) {
        Collection<ExecutionVertex> missing = parts.missingTasks.get(checkpoint).values();
        String named =
                missing.stream()
                        .limit(MISSING_NAMED)
                        .map(ExecutionVertex::getTaskNameWithSubtaskIndex)
                        .collect(Collectors.joining(", "));
        int more = missing.size() - MISSING_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
