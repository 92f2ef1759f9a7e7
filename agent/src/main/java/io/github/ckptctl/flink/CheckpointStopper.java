// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.util.TernaryBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Service that stops the job of one coordinator with a checkpoint or a savepoint, one stop at a
 * time.
 *
 * <p>Either is Flink's own stop with savepoint, requested from the job's scheduler. For a stop with
 * a checkpoint two choices are made: the native format, and the job's checkpoint directory as its
 * target. The snapshot lies in a directory of its own beside those of the checkpoints, shares no
 * file with them, and has no owner in Flink, so it stays when the job's checkpoints are discarded.
 */
final class CheckpointStopper {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStopper.class);

    private static final String FINISHING = "its snapshot is complete and the tasks are finishing";
    private static final String ABOUT_TO_BE_TRIGGERED = "its savepoint is about to be triggered";

    private final FlinkInternals parts;
    private final SuspensionGate gate;

    private volatile @Nullable StopWithSnapshot current;

    /** Whether the snapshot of a stop is complete and its tasks have yet to finish. */
    private volatile boolean finishing;

    CheckpointStopper(FlinkInternals parts, SuspensionGate gate) {
        this.parts = parts;
        this.gate = gate;
    }

    /**
     * Returns whether a job's state backend is the changelog, with which it can be started in claim
     * mode {@code CLAIM} alone: in any other the first checkpoint has to be a full one, which that
     * backend does not take, so that each checkpoint fails the tasks ({@code
     * StreamTask.checkForcedFullSnapshotSupport}, {@code
     * AbstractChangelogStateBackend.supportsNoClaimRestoreMode}, 1.18 to 2.3).
     */
    static boolean hasChangelog(ExecutionGraph graph) {
        TernaryBoolean enabled = graph.isChangelogStateBackendEnabled();
        // not known while the graph is being created
        return enabled != null && enabled.getOrDefault(false);
    }

    /** Returns why a job cannot be stopped with a checkpoint, empty if it can. */
    static String whyNotWithCheckpoint(CheckpointCoordinator coordinator, FlinkInternals parts) {
        Object storage = coordinator.getCheckpointStorage();
        if (!parts.checkpointsDirectory.isFieldOf(storage)) {
            return "the job has no checkpoint directory: its checkpoint storage is "
                    + storage.getClass().getSimpleName()
                    + "; execution.checkpointing.storage must be filesystem";
        }
        return whyNotWithSavepoint(coordinator, parts);
    }

    /** Returns why a job cannot be stopped with a savepoint, empty if it can. */
    static String whyNotWithSavepoint(CheckpointCoordinator coordinator, FlinkInternals parts) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        if (graph == null) {
            return "the job's execution graph is not known";
        }
        boolean blocking =
                graph.getAllVertices().values().stream()
                        .flatMap(vertex -> vertex.getJobVertex().getProducedDataSets().stream())
                        .anyMatch(
                                data ->
                                        data.getResultType()
                                                .isBlockingOrBlockingPersistentResultPartition());
        return blocking ? "the job has blocking edges, across which Flink takes no snapshot" : "";
    }

    /**
     * Requests a stop.
     *
     * @param lock the coordinator's lock
     */
    StopWithSnapshot ask(
            CheckpointCoordinator coordinator,
            Object lock,
            PendingCheckpointTracker inFlight,
            StopTarget target,
            boolean drain,
            Duration deadline) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        SchedulerNG scheduler = graph == null ? null : ExecutionGraphLookup.scheduler(graph, parts);
        if (graph == null || scheduler == null) {
            throw new IllegalStateException("the job's scheduler is not known");
        }
        String why = hasChangelog(graph) ? whyNotOfChangelog(target) : "";
        if (!why.isEmpty()) {
            throw new UnsupportedOperationException(
                    "job "
                            + graph.getJobID()
                            + ": not stopped: "
                            + why
                            + "; stop it with a savepoint in the format CANONICAL; the job runs on");
        }
        StopWithSnapshot stop =
                new StopWithSnapshot(
                        coordinator, graph, parts, gate, lock, inFlight, target, deadline);
        stop.begin(() -> admit(stop, coordinator), scheduler, drain);
        CompletableFuture<?> unused =
                stop.outcome().whenComplete((snapshot, failure) -> ended(stop, snapshot));
        return stop;
    }

    /**
     * Returns why a job with the changelog state backend has no such stop, empty if it has. It can
     * be started in claim mode {@code CLAIM} alone, and then its first checkpoint cannot be
     * restored unless the snapshot names its files by their whole paths, see {@link SnapshotFiles}.
     */
    private String whyNotOfChangelog(StopTarget target) {
        if (target.format() != SavepointFormatType.NATIVE) {
            return "";
        }
        if (!parts.changelogTakesNative.isFound()) {
            return "the changelog state backend of this Flink takes no native savepoint, and to ask"
                    + " for one would fail the tasks over";
        }
        return target.isCheckpoint()
                ? ""
                : "with the changelog state backend, the first checkpoint after a start from a native"
                        + " savepoint could not be restored";
    }

    /**
     * Rejects aborting everything while a stop is under way, ours or Flink's: that would fail the
     * tasks that wait for its snapshot ({@code StreamTask.notifyCheckpointAbortAsync}, 1.18 to
     * 2.3). The lock is held.
     */
    void requireNone(CheckpointCoordinator coordinator) {
        refuse(underWay(coordinator));
    }

    /** Rejects aborting the savepoint of a stop, for the same reason. */
    void requireNone(PendingCheckpoint pending) {
        refuse(inFlight(pending));
    }

    /** Called when requests wait in a decider's queue. The lock is held. */
    void beforeChoosing(Object decider) {
        StopWithSnapshot stop = current;
        if (stop != null) {
            TriggerRequestQueue.of(decider, parts).stream()
                    .filter(this::isOwn)
                    .forEach(stop::queued);
        }
    }

    /** Returns whether a request is that of our stop. */
    boolean isOwn(Object request) {
        StopWithSnapshot stop = current;
        return stop != null && stop.isIn(request);
    }

    /** Returns whether our stop is on its way to a snapshot. */
    boolean isUnderWay() {
        return current != null;
    }

    /**
     * Called when a new checkpoint is in flight.
     *
     * @return whether it is that of our stop
     */
    boolean triggered(PendingCheckpoint pending) {
        StopWithSnapshot stop = current;
        return stop != null && stop.triggered(pending);
    }

    /** Called before a checkpoint's metadata is written. The lock is held. */
    void completing(PendingCheckpoint pending) {
        StopWithSnapshot stop = current;
        if (stop != null) {
            stop.completing(pending);
        }
    }

    /** Called when the snapshot of a stop is complete, Flink's or ours. */
    void completed(CompletedCheckpoint snapshot, CompletedCheckpointInfo info) {
        finishing = true;
        StopWithSnapshot stop = current;
        if (stop != null) {
            stop.completed(snapshot, info);
        }
    }

    /** Called when the job's tasks start again. */
    void restored() {
        finishing = false;
    }

    private void admit(StopWithSnapshot stop, CheckpointCoordinator coordinator) {
        String other = underWay(coordinator);
        if (!other.isEmpty()) {
            throw new IllegalStateException(
                    "another stop is under way ("
                            + other
                            + "); wait for its end, or cancel the job");
        }
        current = stop;
    }

    /** Returns which stop is under way, empty if none is. */
    private String underWay(CheckpointCoordinator coordinator) {
        if (finishing) {
            return FINISHING;
        }
        for (PendingCheckpoint pending : parts.pendingCheckpoints.get(coordinator).values()) {
            String stop = inFlight(pending);
            if (!stop.isEmpty()) {
                return stop;
            }
        }
        return current != null
                        || TriggerRequestQueue.of(parts.decider.get(coordinator), parts).hasStop()
                ? ABOUT_TO_BE_TRIGGERED
                : "";
    }

    /**
     * Returns which stop is known to be under way without a look at what is in flight or queued,
     * empty if none is. Takes no lock.
     */
    String knownUnderWay() {
        if (finishing) {
            return FINISHING;
        }
        return current == null ? "" : ABOUT_TO_BE_TRIGGERED;
    }

    private String inFlight(PendingCheckpoint pending) {
        return ((CheckpointProperties) parts.pendingProps.call(pending)).isSynchronous()
                ? "savepoint " + pending.getCheckpointID() + " is in flight"
                : "";
    }

    private static void refuse(String stop) {
        if (!stop.isEmpty()) {
            throw new IllegalStateException(
                    "a stop with savepoint is under way ("
                            + stop
                            + "); aborting it would fail the job's tasks over; nothing changed. Wait"
                            + " for the stop to end; suspending PERIODIC aborts nothing");
        }
    }

    private void ended(StopWithSnapshot stop, @Nullable CompletedCheckpointInfo snapshot) {
        if (current == stop) {
            current = null;
        }
        if (snapshot != null) {
            // the caller may be gone by now
            LOG.info(
                    "Job {} was stopped with {} {} at {}; to be started with {}: {}",
                    stop.jobId(),
                    stop.kind(),
                    snapshot.getId(),
                    snapshot.getExternalPath(),
                    stop.claimModeOption(),
                    String.join(" or ", stop.claimModes()));
        }
    }
}
