// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.JobStatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.stream.StreamSupport;

/**
 * Start of the periodic scheduler of a job that was submitted without periodic checkpoints and
 * currently has an interval.
 *
 * <p>Flink registers the listener that starts and stops the scheduler with the job's status when
 * the graph is created, and for a job without an interval not at all ({@code
 * DefaultExecutionGraph.enableCheckpointing}, 1.18 to 2.3). This class registers it later, on the
 * JobMaster's main thread and with Flink's own listener, so that a failover stops and starts the
 * scheduler as it does for any job. A coordinator that is created while the interval is effective,
 * as the adaptive scheduler does at each restart, is registered by Flink itself.
 */
final class PeriodicStart {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicStart.class);

    private final FlinkInternals parts;

    PeriodicStart(FlinkInternals parts) {
        this.parts = parts;
    }

    /** Returns why a job cannot be checkpointed periodically, empty if it can. */
    String whyNot(CheckpointCoordinator coordinator) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        if (graph == null) {
            return "the job was submitted without periodic checkpoints, and its graph is not known";
        }
        return isAnyEdgeBlocking(graph)
                ? "the job was submitted without periodic checkpoints, and it has blocking edges,"
                        + " across which Flink takes none"
                : "";
    }

    /**
     * Ensures, asynchronously on the JobMaster's thread, that the scheduler runs while the job
     * does.
     */
    void start(CheckpointCoordinator coordinator) {
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        if (graph != null) {
            graph.getJobMasterMainThreadExecutor().execute(() -> startOnMain(coordinator, graph));
        }
    }

    /**
     * Returns whether the scheduler must not be started: its listener was registered by this class,
     * and the interval has been removed again. Flink would throw.
     */
    boolean isOver(CheckpointCoordinator coordinator) {
        return !coordinator.isPeriodicCheckpointingConfigured()
                && parts.deActivator.get(coordinator) != null;
    }

    private void startOnMain(CheckpointCoordinator coordinator, ExecutionGraph graph) {
        if (coordinator.isShutdown() || !coordinator.isPeriodicCheckpointingConfigured()) {
            return;
        }
        try {
            if (parts.deActivator.get(coordinator) == null) {
                register(coordinator, graph);
            }
            // a listener that already saw the job running does not start it twice
            if (isRunning(graph) && !coordinator.isPeriodicCheckpointingStarted()) {
                coordinator.startCheckpointScheduler();
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Job {} is not checkpointed periodically", graph.getJobID(), e);
        }
    }

    private void register(CheckpointCoordinator coordinator, ExecutionGraph graph) {
        JobStatusListener listener =
                (JobStatusListener)
                        (parts.isAnyOutputBlocking.isFound()
                                ? parts.newDeActivator.call(coordinator, !isAnyEdgeBlocking(graph))
                                : parts.newDeActivator.call(coordinator));
        graph.registerJobStatusListener(listener);
        if (parts.listenToExecutions.isMethodOf(graph)
                && parts.executionUpdated.isMethodOf(listener)) {
            parts.listenToExecutions.call(graph, listener);
            for (ExecutionVertex vertex : graph.getAllExecutionVertices()) {
                ExecutionState state = vertex.getExecutionState();
                parts.executionUpdated.call(
                        listener, vertex.getCurrentExecutionAttempt().getAttemptId(), state, state);
            }
        }
        if (graph.getState() == JobStatus.RUNNING) {
            listener.jobStatusChanges(
                    graph.getJobID(), JobStatus.RUNNING, System.currentTimeMillis());
        }
    }

    private static boolean isRunning(ExecutionGraph graph) {
        return graph.getState() == JobStatus.RUNNING
                && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
                        .map(ExecutionVertex::getExecutionState)
                        .allMatch(
                                state ->
                                        state == ExecutionState.RUNNING
                                                || state == ExecutionState.FINISHED);
    }

    /** Returns whether an edge is blocking; 1.18 does not check that, and has no such method. */
    private boolean isAnyEdgeBlocking(ExecutionGraph graph) {
        return parts.isAnyOutputBlocking.isFound()
                && graph.getAllVertices().values().stream()
                        .map(vertex -> parts.isAnyOutputBlocking.call(vertex.getJobVertex()))
                        .anyMatch(Boolean.TRUE::equals);
    }
}
