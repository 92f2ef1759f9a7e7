// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.JobInformation;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.scheduler.strategy.ExecutionVertexID;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The parts of Flink by which tasks are deployed capable of unaligned checkpoints, and deployed
 * again. Names are those of 1.18.1 to 2.3.0 unless a comment says otherwise. Immutable.
 */
final class UnalignedInternals {

    static final String FACTORY =
            "org.apache.flink.runtime.deployment.TaskDeploymentDescriptorFactory";

    private static final Capability NEEDED = Capability.UNALIGNED;
    private static final String GRAPH = FlinkInternals.GRAPH;
    private static final String ADAPTIVE = RescaleInternals.ADAPTIVE;

    final FieldAccessor<Map<String, ?>> masterHooks;

    private final FieldAccessor<Object> decider;
    private final FieldAccessor<Integer> maxConcurrent;
    private final boolean areInJobConfiguration;
    private final boolean areCommittersAligned;
    private final FieldAccessor<JobInformation> jobInformation;
    private final MethodAccessor newJobInformation;
    private final MethodAccessor jobType;
    private final MethodAccessor applicationId;
    private final MethodAccessor restartable;
    private final MethodAccessor restartTasks;
    private final MethodAccessor goToRestarting;
    private final FieldAccessor<Object> graphHandler;
    private final FieldAccessor<Object> coordinatorHandler;
    private final FieldAccessor<List<?>> failureCollection;

    UnalignedInternals(MemberLookup search) {
        // 2.2 on; tasks read it from the configuration of their job vertex until then
        areInJobConfiguration =
                search.method(
                                "org.apache.flink.configuration.CheckpointingOptions",
                                "isUnalignedCheckpointEnabled",
                                1)
                        .isFound();
        masterHooks = search.field(FlinkInternals.COORDINATOR, "masterHooks", NEEDED);
        decider = search.field(FlinkInternals.COORDINATOR, "requestDecider", NEEDED);
        maxConcurrent =
                search.field(FlinkInternals.DECIDER, "maxConcurrentCheckpointAttempts", NEEDED);
        // FLINK-36287: 1.19.2, 1.20.1 and 2.0.0 on
        areCommittersAligned =
                search.method(
                                "org.apache.flink.streaming.runtime.translators"
                                        + ".SinkTransformationTranslator$SinkExpander",
                                "disallowUnalignedCheckpoint",
                                1)
                        .isFound();

        String information = GRAPH + "JobInformation";
        Capability[] inJob = areInJobConfiguration ? new Capability[] {NEEDED} : new Capability[0];
        jobInformation = search.field(GRAPH + "DefaultExecutionGraph", "jobInformation", inJob);
        // 2.3 on: the id of the application too
        applicationId = search.method(information, "getApplicationId", 0);
        jobType = search.method(information, "getJobType", 0, inJob);
        newJobInformation = search.constructor(information, applicationId.isFound() ? 8 : 7, inJob);

        // 1.18: in another package, and without the last parameter
        String failureHandling = GRAPH + "failover.FailureHandlingResult";
        restartable =
                search.isThere(failureHandling)
                        ? search.method(failureHandling, "restartable", 8, NEEDED)
                        : search.method(
                                GRAPH + "failover.flip1.FailureHandlingResult",
                                "restartable",
                                7,
                                NEEDED);
        restartTasks =
                search.method(
                        FlinkInternals.SCHEDULER + "DefaultScheduler",
                        "maybeRestartTasks",
                        1,
                        NEEDED);
        // 2.0 on: the parallelism to restart with too
        String scheduler = ADAPTIVE + "AdaptiveScheduler";
        MethodAccessor withParallelism = search.method(scheduler, "goToRestarting", 6);
        goToRestarting =
                withParallelism.isFound()
                        ? withParallelism
                        : search.method(scheduler, "goToRestarting", 5, NEEDED);
        String state = ADAPTIVE + "StateWithExecutionGraph";
        graphHandler = search.field(state, "executionGraphHandler", NEEDED);
        coordinatorHandler = search.field(state, "operatorCoordinatorHandler", NEEDED);
        failureCollection = search.field(state, "failureCollection", NEEDED);

        // instrumented, not read or called
        search.method(FACTORY, "createDeploymentDescriptor", 4, NEEDED);
        search.field(FACTORY, "serializedJobInformation", inJob);
        search.method(GRAPH + "ExecutionJobVertex", "getTaskInformationOrBlobKey", 0, NEEDED);
    }

    /**
     * Returns whether tasks read from the configuration of their job whether they take part in
     * unaligned checkpoints, and not from that of their job vertex.
     */
    boolean areInJobConfiguration() {
        return areInJobConfiguration;
    }

    /** Returns how many checkpoints may be in flight at once. */
    int maxConcurrent(CheckpointCoordinator coordinator) {
        return maxConcurrent.get(decider.get(coordinator));
    }

    /**
     * Returns whether the way from a sink's writer to its committer is aligned whatever the
     * settings.
     */
    boolean areCommittersAligned() {
        return areCommittersAligned;
    }

    /**
     * Returns the job information that all tasks of a job are deployed with, with changes to its
     * configuration.
     */
    JobInformation jobInformation(ExecutionGraph graph, Map<String, String> changes) {
        JobInformation submitted = jobInformation.get(graph);
        Object[] rest = {
            jobType.call(submitted),
            submitted.getJobName(),
            submitted.getSerializedExecutionConfig(),
            changed(submitted.getJobConfiguration(), changes),
            submitted.getRequiredJarFileBlobKeys(),
            submitted.getRequiredClasspathURLs()
        };
        Object copy =
                applicationId.isFound()
                        ? newJobInformation.call(
                                submitted.getJobId(),
                                rest[0],
                                rest[1],
                                rest[2],
                                rest[3],
                                rest[4],
                                rest[5],
                                submitted.getApplicationId().orElse(null))
                        : newJobInformation.call(submitted.getJobId(), rest);
        return (JobInformation) copy;
    }

    /** Returns a copy of a configuration with some values changed. */
    static Configuration changed(Configuration submitted, Map<String, String> changes) {
        Configuration copy = new Configuration(submitted);
        changes.forEach(copy::setString);
        return copy;
    }

    /**
     * Cancels all tasks of a job and deploys them again from its newest completed checkpoint, as
     * Flink does after a failure, but without the restart strategy: no attempt of it is used. On
     * the JobMaster's main thread.
     *
     * @param state the adaptive scheduler's state, null under the default scheduler
     * @throws UnsupportedOperationException if the scheduler is neither of the two
     */
    void redeploy(
            SchedulerNG scheduler, @Nullable Object state, ExecutionGraph graph, Throwable why) {
        if (state != null && goToRestarting.isMethodOf(scheduler)) {
            Object handler = graphHandler.get(state);
            Object coordinators = coordinatorHandler.get(state);
            List<?> failures = failureCollection.get(state);
            if (goToRestarting.parameterCount() == 6) {
                goToRestarting.call(
                        scheduler, graph, handler, coordinators, Duration.ZERO, null, failures);
            } else {
                goToRestarting.call(
                        scheduler, graph, handler, coordinators, Duration.ZERO, failures);
            }
        } else if (restartTasks.isMethodOf(scheduler)) {
            restartTasks.call(scheduler, restartOfAll(graph, why));
        } else {
            throw new UnsupportedOperationException(
                    "the scheduler " + scheduler.getClass().getName() + " is not known");
        }
    }

    private Object restartOfAll(ExecutionGraph graph, Throwable why) {
        Set<ExecutionVertexID> all = new HashSet<>();
        for (ExecutionVertex vertex : graph.getAllExecutionVertices()) {
            all.add(vertex.getID());
        }
        Execution none = null;
        CompletableFuture<Map<String, String>> labels =
                CompletableFuture.completedFuture(new HashMap<>());
        long now = System.currentTimeMillis();
        return restartable.parameterCount() == 8
                ? restartable.call(graph, none, why, now, labels, all, 0L, true, true)
                : restartable.call(graph, none, why, now, labels, all, 0L, true);
    }
}
