// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.engine.StopHandle;
import io.github.ckptctl.control.model.StopProgress;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Stop of one job with a snapshot: a checkpoint or a savepoint.
 *
 * <p>It begins on the JobMaster's main thread, where Flink's own stops begin, and is aborted on the
 * coordinator's timer, where Flink's own expiries happen. What it knows of its snapshot is read and
 * written with the coordinator's lock held. Its request is identified among all others by its
 * target: that very string object is passed from here to the queue.
 */
final class StopWithSnapshot implements StopHandle {

    private static final Set<ExecutionState> FAILED_OVER =
            EnumSet.of(ExecutionState.FAILED, ExecutionState.CANCELING, ExecutionState.CANCELED);

    /** Time by which Flink itself would abort the stop later than the caller. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final CheckpointCoordinator coordinator;
    private final ExecutionGraph graph;
    private final FlinkInternals parts;
    private final SuspensionGate gate;
    private final Object lock;
    private final PendingCheckpointTracker inFlight;

    private final StopTarget target;

    private final long end;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<CompletedCheckpointInfo> outcome = new CompletableFuture<>();

    private Set<ExecutionAttemptID> attempts = Set.of();
    private @Nullable String withdrawn;
    private @Nullable CheckpointProperties properties;
    private @Nullable PendingCheckpoint pending;
    private @Nullable CompletedCheckpointInfo snapshot;
    private volatile boolean claimable;

    /**
     * @param target where the snapshot is written
     * @param deadline the time after which the caller aborts it
     */
    StopWithSnapshot(
            CheckpointCoordinator coordinator,
            ExecutionGraph graph,
            FlinkInternals parts,
            SuspensionGate gate,
            Object lock,
            PendingCheckpointTracker inFlight,
            StopTarget target,
            Duration deadline) {
        this.coordinator = coordinator;
        this.graph = graph;
        this.parts = parts;
        this.gate = gate;
        this.lock = lock;
        this.inFlight = inFlight;
        this.target = target;
        this.end = System.nanoTime() + deadline.plus(SLACK).toNanos();
    }

    /**
     * Begins, asynchronously and on the JobMaster's main thread.
     *
     * @param admission throws if it must not; the coordinator's lock is held
     */
    void begin(Runnable admission, SchedulerNG scheduler, boolean drain) {
        graph.getJobMasterMainThreadExecutor()
                .execute(
                        () -> {
                            try {
                                beginOnMain(admission, scheduler, drain);
                            } catch (RuntimeException | LinkageError e) {
                                begun.completeExceptionally(e);
                                outcome.completeExceptionally(e);
                            }
                        });
    }

    @Override
    public CompletableFuture<Void> begun() {
        return begun;
    }

    @Override
    public CompletableFuture<CompletedCheckpointInfo> outcome() {
        return outcome;
    }

    @Override
    public List<String> claimModes() {
        if (CheckpointStopper.hasChangelog(graph)) {
            return List.of("CLAIM");
        }
        return claimable ? List.of("NO_CLAIM", "CLAIM") : List.of("NO_CLAIM");
    }

    @Override
    public String claimModeOption() {
        return parts.claimMode.isFound()
                ? parts.claimMode.get(coordinator).key()
                : "execution.state-recovery.claim-mode";
    }

    @Override
    public CompletableFuture<StopProgress> giveUp(String why) {
        return on(parts.timer.get(coordinator), () -> giveUpNow(why));
    }

    @Override
    public CompletableFuture<Boolean> isFailedOver() {
        return on(
                graph.getJobMasterMainThreadExecutor(),
                () ->
                        graph.getState() != JobStatus.RUNNING
                                || !attempts().equals(attempts)
                                || vertices().anyMatch(this::isFailed));
    }

    String jobId() {
        return graph.getJobID().toString();
    }

    /** Returns what the job is stopped with. */
    String kind() {
        return target.kind();
    }

    /** Returns whether a request is that of this stop. */
    @SuppressWarnings("ReferenceEquality") // another stop may have the same target
    boolean isIn(Object request) {
        return parts.requestTarget.get(request) == target.directory();
    }

    /** Called when its request waits in the queue. The lock is held. */
    void queued(Object request) {
        properties = parts.requestProps.get(request);
    }

    /** Called when a checkpoint is in flight, which may be its own. */
    @SuppressWarnings("ReferenceEquality") // those of another stop are equal
    boolean triggered(PendingCheckpoint checkpoint) {
        synchronized (lock) {
            if (properties == null || parts.pendingProps.call(checkpoint) != properties) {
                return false;
            }
            pending = checkpoint;
            if (withdrawn != null) {
                gate.abort(coordinator, checkpoint, withdrawn);
            } else {
                inFlight.allowUntil(coordinator, checkpoint, end);
            }
            return true;
        }
    }

    /** Called before the metadata of a checkpoint, which may be its own, is written. */
    @SuppressWarnings("ReferenceEquality") // Flink has one object for each
    void completing(PendingCheckpoint checkpoint) {
        if (checkpoint == pending) {
            Collection<OperatorState> states = checkpoint.getOperatorStates().values();
            claimable =
                    target.isCheckpoint()
                            ? SnapshotFiles.makeAbsolute(states)
                            : SnapshotFiles.areAbsolute(states);
        }
    }

    /** Called when a snapshot is complete. The lock is held. */
    void completed(CompletedCheckpoint checkpoint, CompletedCheckpointInfo info) {
        if (pending != null && pending.getCheckpointID() == checkpoint.getCheckpointID()) {
            snapshot = info;
        }
    }

    private void beginOnMain(Runnable admission, SchedulerNG scheduler, boolean drain) {
        synchronized (lock) {
            if (withdrawn != null) {
                throw new IllegalStateException(withdrawn);
            }
            if (graph.getState() != JobStatus.RUNNING) {
                throw new IllegalStateException("the job is " + graph.getState() + ", not RUNNING");
            }
            admission.run();
        }
        attempts = attempts();
        CompletableFuture<?> unused =
                scheduler
                        .stopWithSavepoint(target.directory(), drain, target.format())
                        .whenComplete((path, failure) -> ended(failure));
        begun.complete(null);
    }

    private void ended(@Nullable Throwable failure) {
        CompletedCheckpointInfo complete;
        synchronized (lock) {
            complete = snapshot;
        }
        if (failure != null) {
            outcome.completeExceptionally(failure);
        } else if (complete != null) {
            outcome.complete(complete);
        } else {
            outcome.completeExceptionally(
                    new IllegalStateException("the job was stopped with an unknown snapshot"));
        }
    }

    private StopProgress giveUpNow(String why) {
        synchronized (lock) {
            if (snapshot != null) {
                return StopProgress.complete(snapshot);
            }
            withdrawn = why;
            if (pending == null) {
                TriggerRequestQueue.of(parts.decider.get(coordinator), parts)
                        .fail(
                                this::isIn,
                                () ->
                                        new CheckpointException(
                                                why,
                                                CheckpointFailureReason
                                                        .CHECKPOINT_COORDINATOR_SUSPEND));
                return StopProgress.notTriggered();
            }
            StopProgress progress =
                    StopProgress.inFlight(
                            pending.getCheckpointID(),
                            pending.getNumberOfAcknowledgedTasks(),
                            pending.getCheckpointPlan().getTasksToWaitFor().size(),
                            inFlight.missingTasks(pending));
            // completes when everything is ready to trigger the tasks, which happens on this very
            // thread
            boolean triggered = parts.readyForTasks.get(pending).isDone();
            if (!pending.isDisposed()) {
                gate.abort(coordinator, pending, why);
            }
            return triggered ? progress : StopProgress.notTriggered();
        }
    }

    private boolean isFailed(ExecutionVertex vertex) {
        return FAILED_OVER.contains(vertex.getExecutionState());
    }

    private Set<ExecutionAttemptID> attempts() {
        return vertices()
                .map(vertex -> vertex.getCurrentExecutionAttempt().getAttemptId())
                .collect(Collectors.toSet());
    }

    private Stream<ExecutionVertex> vertices() {
        return StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false);
    }

    private static <T> CompletableFuture<T> on(Executor executor, Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
