// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinatorTestingUtils.CheckpointCoordinatorBuilder;
import org.apache.flink.runtime.checkpoint.DefaultCheckpointStatsTracker;
import org.apache.flink.runtime.checkpoint.StandaloneCheckpointIDCounter;
import org.apache.flink.runtime.concurrent.ComponentMainThreadExecutorServiceAdapter;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobmaster.TestingLogicalSlotBuilder;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A real coordinator of a job whose tasks run, created as in Flink's own tests, with everything on
 * the caller's thread: the timer is driven manually, I/O is done at once, checkpoints are kept in
 * memory and the tasks' JobManager side answers in place of the network. Statistics are Flink's
 * own.
 */
final class RunningTasks implements AutoCloseable {

    private static final long INTERVAL = 3_600_000;
    private static final long TIMEOUT = 600_000;

    private final ScheduledExecutorService unused = Executors.newScheduledThreadPool(1);
    private final ManualTimer timer = new ManualTimer();
    private final StandaloneCheckpointIDCounter ids = new StandaloneCheckpointIDCounter();
    private final List<ExecutionAttemptID> attempts = new ArrayList<>();
    private final JobID job;
    private final CheckpointCoordinator coordinator;

    /** Creates a coordinator whose statistics retain one checkpoint. */
    RunningTasks(int count) throws Exception {
        this(count, 1);
    }

    /** Creates a coordinator whose statistics retain this number of checkpoints. */
    RunningTasks(int count, int remembered) throws Exception {
        ExecutionGraph graph =
                ExecutionGraphTestUtils.createExecutionGraph(
                        unused, ExecutionGraphTestUtils.createNoOpVertex("task", count, count));
        graph.start(ComponentMainThreadExecutorServiceAdapter.forMainThread());
        graph.transitionToRunning();
        for (ExecutionVertex vertex : graph.getAllExecutionVertices()) {
            vertex.tryAssignResource(
                    new TestingLogicalSlotBuilder()
                            .setTaskManagerGateway(new SimpleAckingTaskManagerGateway())
                            .createTestingLogicalSlot());
            vertex.getCurrentExecutionAttempt().transitionState(ExecutionState.RUNNING);
            attempts.add(vertex.getCurrentExecutionAttempt().getAttemptId());
        }
        job = graph.getJobID();
        coordinator =
                new CheckpointCoordinatorBuilder()
                        .setCheckpointCoordinatorConfiguration(
                                CheckpointCoordinatorConfiguration.builder()
                                        .setCheckpointInterval(INTERVAL)
                                        .setCheckpointTimeout(TIMEOUT)
                                        .setMaxConcurrentCheckpoints(1)
                                        .build())
                        .setCheckpointIDCounter(ids)
                        .setTimer(timer)
                        .setCheckpointStatsTracker(
                                new DefaultCheckpointStatsTracker(
                                        remembered,
                                        UnregisteredMetricGroups
                                                .createUnregisteredJobManagerJobMetricGroup()))
                        .build(graph);
    }

    JobID job() {
        return job;
    }

    CheckpointCoordinator coordinator() {
        return coordinator;
    }

    /**
     * Takes a checkpoint: triggers it, acknowledges it for every task, completes it.
     *
     * @return its id
     * @throws IllegalStateException if it has not completed
     */
    long checkpoint() throws Exception {
        CompletableFuture<?> completed = coordinator.triggerCheckpoint(false);
        timer.runQueued();
        long id = ids.getLast();
        for (ExecutionAttemptID attempt : attempts) {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(job, attempt, id), "here");
        }
        timer.runQueued();
        if (!completed.isDone() || completed.isCompletedExceptionally()) {
            throw new IllegalStateException("checkpoint " + id + " has not completed");
        }
        return id;
    }

    /** Triggers a checkpoint that no task acknowledges. */
    void hang() {
        CompletableFuture<?> completed = coordinator.triggerCheckpoint(false);
        timer.runQueued();
        if (completed.isDone() || coordinator.getNumberOfPendingCheckpoints() != 1) {
            throw new IllegalStateException("the checkpoint is not in flight");
        }
    }

    @Override
    public void close() throws Exception {
        coordinator.shutdown();
        unused.shutdownNow();
    }
}
