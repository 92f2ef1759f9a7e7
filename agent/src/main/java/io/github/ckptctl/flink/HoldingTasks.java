// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.IntermediateResult;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.taskmanager.TaskManagerLocation;
import org.apache.flink.util.FlinkException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Subtasks that hold a checkpoint in flight, and their failure: those that have not acknowledged it
 * while every subtask of the tasks before theirs has.
 *
 * <p>{@code Execution.fail} reports the failure to the scheduler, as for a task that failed by
 * itself. The scheduler marks the attempt as failed at once and cancels the tasks of its region. A
 * second holder in that region is being cancelled by then, and {@code fail} ends it on the
 * JobManager at once too ({@code Execution.processFail}, 1.18 to 2.3): so one restart follows, of
 * which the restart strategy counts one attempt, and it waits for none of the threads that hang.
 */
final class HoldingTasks {

    private final FlinkInternals parts;

    HoldingTasks(FlinkInternals parts) {
        this.parts = parts;
    }

    /**
     * Fails the holders of a checkpoint. Waits for the JobMaster's main thread.
     *
     * @param lock the coordinator's lock
     * @param admit receives their names before any is failed; may reject by throwing
     * @return their names, empty if the checkpoint is not in flight
     * @throws IllegalStateException if the job's state does not allow it; nothing changes
     */
    Optional<List<String>> fail(
            CheckpointCoordinator coordinator,
            Object lock,
            CheckpointStopper stopping,
            long checkpointId,
            Consumer<List<String>> admit,
            String why,
            Duration patience) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        if (graph == null) {
            throw new IllegalStateException("the job's execution graph is not known");
        }
        return MainThreadCall.run(
                graph,
                patience,
                () -> {
                    requireRestartable(graph);
                    List<ExecutionVertex> holders;
                    synchronized (lock) {
                        stopping.requireNone(coordinator);
                        PendingCheckpoint pending =
                                parts.pendingCheckpoints.get(coordinator).get(checkpointId);
                        if (pending == null || pending.isDisposed()) {
                            return Optional.empty();
                        }
                        holders = holders(pending, graph);
                    }
                    List<String> names =
                            holders.stream().map(HoldingTasks::name).collect(Collectors.toList());
                    admit.accept(names);
                    FlinkException cause = new FlinkException(why);
                    holders.forEach(holder -> holder.getCurrentExecutionAttempt().fail(cause));
                    return Optional.of(names);
                });
    }

    private void requireRestartable(ExecutionGraph graph) {
        if (graph.getState() != JobStatus.RUNNING) {
            throw new IllegalStateException("the job is " + graph.getState() + ", not RUNNING");
        }
        SchedulerNG scheduler = scheduler(graph);
        Object refusing = scheduler == null ? null : parts.holders.refusingStrategy(scheduler);
        if (refusing != null) {
            throw new IllegalStateException(
                    "the job would not restart but fail: its restart strategy allows no further"
                            + " restart ("
                            + refusing
                            + ")");
        }
    }

    private @Nullable SchedulerNG scheduler(ExecutionGraph graph) {
        return parts.failuresListener.isFound()
                ? ExecutionGraphLookup.scheduler(graph, parts)
                : null;
    }

    private List<ExecutionVertex> holders(PendingCheckpoint pending, ExecutionGraph graph) {
        // the subtasks themselves: the map's keys are their attempts
        Set<ExecutionVertex> missing = new HashSet<>(parts.missingTasks.get(pending).values());
        Set<JobVertexID> unfinished =
                missing.stream().map(ExecutionVertex::getJobvertexId).collect(Collectors.toSet());
        return missing.stream()
                .filter(vertex -> isFront(graph, vertex.getJobvertexId(), unfinished))
                .sorted((a, b) -> name(a).compareTo(name(b)))
                .collect(Collectors.toList());
    }

    private static boolean isFront(
            ExecutionGraph graph, JobVertexID vertexId, Set<JobVertexID> unfinished) {
        ExecutionJobVertex vertex = graph.getJobVertex(vertexId);
        return vertex == null
                || vertex.getInputs().stream()
                        .map(IntermediateResult::getProducer)
                        .noneMatch(input -> unfinished.contains(input.getJobVertexId()));
    }

    private static String name(ExecutionVertex vertex) {
        TaskManagerLocation location = vertex.getCurrentAssignedResourceLocation();
        return vertex.getTaskNameWithSubtaskIndex()
                + (location == null ? "" : " on " + location.getHostname());
    }
}
