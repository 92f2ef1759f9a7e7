// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.deployment.TaskDeploymentDescriptor.NonOffloaded;
import org.apache.flink.runtime.executiongraph.DefaultExecutionGraph;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.JobInformation;
import org.apache.flink.runtime.executiongraph.TaskInformation;
import org.apache.flink.runtime.executiongraph.TestingDefaultExecutionGraphBuilder;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphTestUtils;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.testtasks.NoOpInvokable;
import org.apache.flink.types.Either;
import org.apache.flink.util.SerializedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Test on Flink's own execution graphs, with both ways in which tasks receive the setting. */
class UnalignedTasksTest {

    private static final String KEY = "execution.checkpointing.unaligned.enabled";
    private static final String TIMERS =
            "execution.checkpointing.unaligned.interruptible-timers.enabled";

    private final FlinkInternals parts = new FlinkInternals(getClass().getClassLoader());
    private final UnalignedTasks tasks =
            new UnalignedTasks(
                    parts, new UnalignedRestrictions(parts.unaligned, List.of("example.Journal")));
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private final Object submitted = new Object();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void answersWhatWasSubmittedUntilItIsWanted() throws Exception {
        // given
        DefaultExecutionGraph graph = graph(configuration(), vertex("source"), vertex("sink"));

        // when
        List<Object> answers = attempts(graph).map(attempt -> deploy(attempt, false)).toList();

        // then
        assertThat(answers).hasSize(4).allMatch(answer -> answer == submitted);
        assertThat(tasks.countCapable(graph)).isZero();
        assertThat(tasks.areCapable(attempts(graph).toList())).isFalse();
    }

    @Test
    void preparesAllVerticesBeforeTheFirstTaskIsDeployed() throws Exception {
        // given
        DefaultExecutionGraph graph = graph(configuration(), vertex("source"), vertex("sink"));
        List<Execution> attempts = attempts(graph).toList();

        // when: it is wanted no more after that
        Configuration first = configuration(deploy(attempts.get(0), true));

        // then
        assertThat(first.toMap()).containsEntry(KEY, "true").containsEntry(TIMERS, "false");
        assertThat(tasks.areCapable(attempts)).isFalse();
        for (Execution attempt : attempts.subList(1, 4)) {
            Configuration next = configuration(deploy(attempt, false));
            assertThat(next.toMap()).containsEntry(KEY, "true").containsEntry("own", "kept");
        }
        assertThat(tasks.areCapable(attempts)).isTrue();
        assertThat(tasks.countCapable(graph)).isEqualTo(4);

        // and: nothing of Flink's was written
        for (ExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            assertThat(vertex.getJobVertex().getConfiguration().toMap()).doesNotContainKey(KEY);
        }
        assertThat(graph.getJobConfiguration().toMap()).doesNotContainKey(KEY);
    }

    @Test
    void knowsTheAttemptsThatWereDeployedBefore() throws Exception {
        // given
        DefaultExecutionGraph graph = graph(configuration(), vertex("source"), vertex("sink"));
        List<Execution> attempts = attempts(graph).toList();
        deploy(attempts.get(0), false);

        // when
        attempts.subList(1, 4).forEach(attempt -> deploy(attempt, true));

        // then
        assertThat(tasks.areCapable(attempts)).isFalse();
        assertThat(tasks.areCapable(attempts.subList(1, 4))).isTrue();
        assertThat(tasks.countCapable(graph)).isEqualTo(3);
    }

    @Test
    void leavesJobsAloneThatCannotHaveThem() throws Exception {
        // given
        DefaultExecutionGraph several =
                graph(configuration().setMaxConcurrentCheckpoints(2), vertex("source"));
        DefaultExecutionGraph connector =
                graph(configuration(), vertex("source"), vertex("org.apache.paimon.flink.Sink"));
        JobVertex custom = vertex("sink");
        custom.getConfiguration().setBytes("udf", "..example.Journal..".getBytes("ISO-8859-1"));
        DefaultExecutionGraph excluded = graph(configuration(), vertex("source"), custom);
        JobVertex loop = vertex("loop");
        loop.getConfiguration().setString("graphContainingLoops", "true");
        DefaultExecutionGraph iteration = graph(configuration(), loop);

        // when, then
        assertRejected(several, "2 checkpoints may be in flight at once");
        assertRejected(connector, "org.apache.paimon.flink., which counts on alignment");
        assertRejected(excluded, "'sink' uses example.Journal, which counts on alignment");
        assertRejected(iteration, "the job has an iteration");
    }

    @Test
    void leavesJobsAloneThatNeedNothing() throws Exception {
        // given
        DefaultExecutionGraph unaligned =
                graph(configuration().setUnalignedCheckpointsEnabled(true), vertex("source"));
        JobGraph job = JobGraphTestUtils.streamingJobGraph(vertex("source"));
        DefaultExecutionGraph without =
                TestingDefaultExecutionGraphBuilder.newBuilder().setJobGraph(job).build(executor);

        // when, then
        assertThat(attempts(unaligned)).allMatch(attempt -> deploy(attempt, true) == submitted);
        assertThat(attempts(without)).allMatch(attempt -> deploy(attempt, true) == submitted);
        assertThat(tasks.prepare(without)).contains("no checkpoint coordinator");
    }

    private void assertRejected(DefaultExecutionGraph graph, String why) {
        assertThat(attempts(graph)).allMatch(attempt -> deploy(attempt, true) == submitted);
        assertThat(tasks.whyNot(graph, graph.getCheckpointCoordinator())).contains(why);
        assertThat(tasks.prepare(graph)).contains(why);
        assertThat(tasks.countCapable(graph)).isZero();
    }

    /** Returns what an attempt is deployed with, of the two parts the one that was replaced. */
    private Object deploy(Execution attempt, boolean isWanted) {
        Object ofJob = tasks.jobInformation(submitted, attempt, isWanted);
        Object ofVertex = tasks.taskInformation(submitted, attempt, isWanted);
        assertThat(ofJob == submitted || ofVertex == submitted).isTrue();
        return ofJob == submitted ? ofVertex : ofJob;
    }

    private static Stream<Execution> attempts(DefaultExecutionGraph graph) {
        return graph.getAllVertices().values().stream()
                .flatMap(vertex -> Arrays.stream(vertex.getTaskVertices()))
                .map(task -> task.getCurrentExecutionAttempt());
    }

    @SuppressWarnings("unchecked") // by the type that Flink's descriptor contains
    private Configuration configuration(Object deployed) throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        return parts.unaligned.areInJobConfiguration()
                ? ((NonOffloaded<JobInformation>) deployed)
                        .serializedValue
                        .deserializeValue(loader)
                        .getJobConfiguration()
                : ((Either<SerializedValue<TaskInformation>, ?>) deployed)
                        .left()
                        .deserializeValue(loader)
                        .getTaskConfiguration();
    }

    private DefaultExecutionGraph graph(
            CheckpointCoordinatorConfigurationBuilder checkpoints, JobVertex... vertices)
            throws Exception {
        JobGraph job = JobGraphTestUtils.streamingJobGraph(vertices);
        job.getJobConfiguration().setString("own", "kept");
        job.setSnapshotSettings(new JobCheckpointingSettings(checkpoints.build(), null));
        return TestingDefaultExecutionGraphBuilder.newBuilder().setJobGraph(job).build(executor);
    }

    private static JobVertex vertex(String name) {
        JobVertex vertex = new JobVertex(name);
        vertex.setInvokableClass(NoOpInvokable.class);
        vertex.setParallelism(2);
        vertex.getConfiguration().setString("own", "kept");
        return vertex;
    }

    private static CheckpointCoordinatorConfigurationBuilder configuration() {
        return CheckpointCoordinatorConfiguration.builder()
                .setCheckpointInterval(60_000)
                .setCheckpointTimeout(600_000)
                .setMaxConcurrentCheckpoints(1)
                .setCheckpointRetentionPolicy(
                        CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION);
    }
}
