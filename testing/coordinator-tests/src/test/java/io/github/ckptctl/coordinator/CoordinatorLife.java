// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointFailureManager;
import org.apache.flink.runtime.checkpoint.CheckpointsCleaner;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.clusterframework.types.AllocationID;
import org.apache.flink.runtime.deployment.TaskDeploymentDescriptor;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.InternalExecutionGraphAccessor;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.state.SharedStateRegistryKey;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Life cycle of one coordinator from its start to its end, on a manually driven timer: the
 * deployment of its tasks, a checkpoint that completes, one that expires, one that is triggered
 * manually, a backlog, a savepoint, a stop. Every hook of the coordinator is called in the process.
 */
final class CoordinatorLife {

    private static final String NEXT_TRIGGER = "nextCheckpointTriggeringRelativeTime";

    private final List<String> transcript = new ArrayList<>();
    private final WovenFlink flink;
    private final CheckpointCoordinator coordinator;
    private final ExecutionGraph graph;

    CoordinatorLife(WovenFlink flink) throws Exception {
        this.flink = flink;
        SimpleAckingTaskManagerGateway tasks = new SimpleAckingTaskManagerGateway();
        tasks.setCheckpointConsumer(
                (attempt, job, id, at, options) -> say("told", id + " " + options));
        graph = flink.graphOf(2, tasks);
        coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .setCheckpointIntervalDuringBacklog(5 * WovenFlink.INTERVAL)
                                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                                .setMaxConcurrentCheckpoints(1)
                                .setExactlyOnce(true)
                                .setUnalignedCheckpointsEnabled(true)
                                .setAlignedCheckpointTimeout(1_000)
                                .setTolerableCheckpointFailureNumber(0)
                                .build(),
                        graph);
    }

    CheckpointCoordinator coordinator() {
        return coordinator;
    }

    /** Runs the life cycle and returns the observable events, without clock times. */
    List<String> live() throws Exception {
        say("timeout", coordinator.getCheckpointTimeout());
        deploy();
        say("restored", coordinator.restoreInitialCheckpointIfPresent(Set.of()));
        start();
        completeOne();
        giveUpOne();
        expireOne();
        OperatorID source = new OperatorID();
        coordinator.setIsProcessingBacklog(source, true);
        say("intervals to the next trigger during backlog", intervalsToTrigger());
        coordinator.setIsProcessingBacklog(source, false);
        say("intervals to the next trigger after it", intervalsToTrigger());
        stop();
        flink.timer.forgetAll();
        return transcript;
    }

    private void deploy() throws Exception {
        for (ExecutionVertex task : graph.getAllExecutionVertices()) {
            TaskDeploymentDescriptor deployed =
                    ((InternalExecutionGraphAccessor) graph)
                            .getTaskDeploymentDescriptorFactory()
                            .createDeploymentDescriptor(
                                    task.getCurrentExecutionAttempt(),
                                    new AllocationID(),
                                    null,
                                    List.of());
            say("of the job", deployed.getJobInformation().getJobConfiguration());
            say("of the vertex", deployed.getTaskInformation().getTaskConfiguration());
        }
    }

    private void start() {
        coordinator.startCheckpointScheduler();
        // Flink draws the first delay at random. Everything after it counts from its end, so a
        // delay of a few milliseconds would make the result depend on the test's own pace: act as
        // if the whole interval had been drawn
        RecordingTimer.Armed first = flink.timer.armed("ScheduledTrigger").get(0);
        long drawn = (long) FlinkField.of(coordinator, NEXT_TRIGGER);
        FlinkField.set(coordinator, NEXT_TRIGGER, drawn - first.delayMillis + WovenFlink.INTERVAL);
    }

    private void completeOne() throws Exception {
        firePeriodicTrigger();
        PendingCheckpoint pending = coordinator.getPendingCheckpoints().values().iterator().next();
        say("intervals to the trigger after that", intervalsToTrigger());
        say(
                "canceller in",
                flink.timer.armed("CheckpointCanceller").stream()
                        .map(armed -> armed.delayMillis)
                        .toList());
        acknowledge(pending);
        saySoFar();
    }

    /** Completes another one, so that the store gives the first one up, and a file that it used. */
    private void giveUpOne() throws Exception {
        coordinator
                .getCheckpointStore()
                .getSharedStateRegistry()
                .registerReference(
                        new SharedStateRegistryKey("file"),
                        new ByteStreamStateHandle("file", new byte[] {1}) {
                            @Override
                            public void discardState() {
                                say("deleted", "file");
                            }
                        },
                        coordinator.getCheckpointStore().getLatestCheckpointId());
        Future<?> answer = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        acknowledge(coordinator.getPendingCheckpoints().values().iterator().next());
        say("its answer", outcome(answer));
        saySoFar();
    }

    private void acknowledge(PendingCheckpoint pending) throws Exception {
        JobID job = (JobID) FlinkField.of(coordinator, "job");
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(job, task.getAttemptId(), pending.getCheckpointID()),
                    "here");
        }
        flink.timer.runQueued();
    }

    private void expireOne() throws Exception {
        Future<?> answer = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        say("in flight", coordinator.getPendingCheckpoints().keySet());
        flink.timer.armed("CheckpointCanceller").forEach(armed -> armed.runnable.run());
        flink.timer.runQueued();
        say("its answer", outcome(answer));
        saySoFar();
    }

    private void stop() throws Exception {
        Future<?> answer = coordinator.triggerCheckpoint(true);
        flink.timer.runQueued();
        String directory = Path.of("target", "savepoints").toUri().toString();
        Future<?> savepoint =
                coordinator.triggerSavepoint(directory, SavepointFormatType.CANONICAL);
        flink.timer.runQueued();
        say("in flight beside a savepoint", coordinator.getPendingCheckpoints().keySet());
        coordinator.stopCheckpointScheduler();
        say("answer to the savepoint", outcome(savepoint));
        say("triggers after the stop", flink.timer.armed("ScheduledTrigger").size());
        say("answer to the one in flight", outcome(answer));
        CompletableFuture<?> late = coordinator.triggerCheckpoint(true);
        flink.timer.runQueued();
        say("answer to a periodic one after the stop", outcome(late));
        saySoFar();
        coordinator.shutdown();
        CompletedCheckpoint newest = coordinator.getCheckpointStore().getLatestCheckpoint();
        coordinator.getCheckpointStore().shutdown(JobStatus.FINISHED, new CheckpointsCleaner());
        say("discarded at the end", newest.getStatistic().isDiscarded());
    }

    private void firePeriodicTrigger() throws Exception {
        List<RecordingTimer.Armed> armed = flink.timer.armed("ScheduledTrigger");
        say("triggers", armed.size());
        for (RecordingTimer.Armed trigger : armed) {
            trigger.run();
            trigger.get();
        }
        flink.timer.runQueued();
    }

    /**
     * Returns the intervals to the trigger, rounded up, since the time of the test itself is
     * subtracted.
     */
    private List<Long> intervalsToTrigger() {
        return flink.timer.armed("ScheduledTrigger").stream()
                .map(armed -> (armed.delayMillis + WovenFlink.INTERVAL - 1) / WovenFlink.INTERVAL)
                .toList();
    }

    private void saySoFar() throws Exception {
        say("in flight", coordinator.getPendingCheckpoints().keySet());
        say(
                "completed",
                coordinator.getCheckpointStore().getAllCheckpoints().stream()
                        .map(completed -> completed.getCheckpointID())
                        .toList());
        CheckpointFailureManager failures =
                (CheckpointFailureManager) FlinkField.of(coordinator, "failureManager");
        say("failures in a row", FlinkField.of(failures, "continuousFailureCounter"));
        say("cancellers", flink.timer.armed("CheckpointCanceller").size());
    }

    private static String outcome(Future<?> answer) {
        if (!answer.isDone()) {
            return "none";
        }
        try {
            answer.get();
            return "completed";
        } catch (ExecutionException | InterruptedException e) {
            return String.valueOf(e.getCause());
        }
    }

    private void say(String what, Object value) {
        transcript.add(what + ": " + value);
    }
}
