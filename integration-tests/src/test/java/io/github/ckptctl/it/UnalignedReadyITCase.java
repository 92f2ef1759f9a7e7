// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs whose tasks are deployed capable of unaligned checkpoints from the start. */
@Tag("full")
class UnalignedReadyITCase {

    private static final long NUMBERS = 20_000;
    private static final Duration SOON = Duration.ofMinutes(2);

    /** An aligned checkpoint takes about 24 s on a machine with nothing else to do. */
    private static final Duration ALIGNMENT = Duration.ofMinutes(5);

    @TempDir Path directory;

    private Path slow;
    private Path results;

    @BeforeEach
    void slowDown() throws Exception {
        slow = Files.createFile(directory.resolve("slow"));
        results = directory.resolve("results");
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.FlinkLine#all")
    @Proves(Capability.UNALIGNED)
    void flipsUnderBackPressureWithoutARestartAndSurvivesAFailure(FlinkLine line, TestInfo test)
            throws Exception {
        try (FlinkCluster cluster = cluster(line, test)) {
            // given: one that behaves as it was submitted
            String job = submit(cluster);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            CompletedCheckpointInfo aligned = awaitAligned(bean);
            assertThat(aligned.getPersistedInFlight()).isZero();
            assertThat(bean.isUnalignedAllowed()).isFalse();
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
            String attempt = attempt(cluster, job);

            // when
            UnalignedResult result = bean.enableUnaligned(false, "back-pressure");

            // then
            assertThat(result.isRestarted()).isFalse();
            CompletedCheckpointInfo unaligned = awaitUnaligned(bean);
            assertThat(unaligned.getDuration()).isLessThan(aligned.getDuration() / 2);
            assertThat(attempt(cluster, job)).isEqualTo(attempt);

            // when: all tasks die, and start from that one
            cluster.killTaskManager(0);
            cluster.startTaskManager();
            cluster.rest().awaitRunning(job);

            // then
            awaitUnalignedAfter(bean, bean.getLatestCompletedId());
            assertThat(bean.getRestoredCount()).isPositive();
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);

            // when: with another parallelism
            if (line.adaptive()) {
                rescale(cluster, job, 3);
                awaitUnalignedAfter(bean, bean.getLatestCompletedId());
            }

            // when, then
            Files.delete(slow);
            awaitEnd(cluster, job);
            assertThat(Counted.in(results)).isEqualTo(Counted.eachOnce(NUMBERS));
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.FlinkLine#defaults")
    @Proves(scenario = "an unaligned checkpoint restores without the agent")
    void restoresOnAStockJobManager(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = cluster(line, test)) {
            // given: a checkpoint with records in flight in it
            String job = submit(cluster, "--edges", "mixed");
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            awaitAligned(bean);
            bean.enableUnaligned(false, "");
            awaitUnaligned(bean);
            beans.assertHooksAreWell();

            // when: the agent leaves, and all tasks die
            beans.agent().standDown();
            await("the agent to leave").atMost(SOON).until(() -> beans.jobNames().isEmpty());
            cluster.killTaskManager(0);
            cluster.startTaskManager();
            cluster.rest().awaitRunning(job);

            // then: as submitted, and complete
            long restored = restoredId(cluster, job);
            assertThat(restored).isPositive();
            Files.delete(slow);
            awaitEnd(cluster, job);
            assertThat(Counted.in(results)).isEqualTo(Counted.eachOnce(NUMBERS));
        }
    }

    private static FlinkCluster cluster(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .agent(AgentJar.path(), "jolokia.enabled=false,unaligned.ready=true")
                .jmx(true)
                .slots(4)
                // what tasks are deployed with travels as blobs too
                .config("blob.offload.minsize", "100")
                .start();
    }

    private String submit(FlinkCluster cluster, String... more) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--interval",
                                "1000",
                                "--minPause",
                                "1000",
                                "--numbers",
                                "" + NUMBERS,
                                "--slowFile",
                                slow.toString(),
                                "--directory",
                                results.toString(),
                                "--set",
                                "restart-strategy.type=fixed-delay"
                                        + ",restart-strategy.fixed-delay.attempts=10"
                                        + ",restart-strategy.fixed-delay.delay=1s"));
        options.addAll(List.of(more));
        String job =
                cluster.rest().submit(TestJobs.countingJob(cluster.distribution()), options, 2);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static CompletedCheckpointInfo awaitAligned(CheckpointCoordinatorMXBean bean) {
        return await("a checkpoint that aligned for long")
                .atMost(ALIGNMENT)
                .until(bean::getLatestCompletedCheckpoint, latest -> latest.getDuration() > 5_000);
    }

    private static CompletedCheckpointInfo awaitUnaligned(CheckpointCoordinatorMXBean bean) {
        return awaitUnalignedAfter(bean, -1);
    }

    private static CompletedCheckpointInfo awaitUnalignedAfter(
            CheckpointCoordinatorMXBean bean, long id) {
        return await("an unaligned checkpoint")
                .atMost(SOON)
                .until(
                        bean::getLatestCompletedCheckpoint,
                        latest -> latest.getId() > id && latest.getPersistedInFlight() > 0);
    }

    private static void awaitEnd(FlinkCluster cluster, String job) {
        await("the job's end")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(job).equals("FINISHED"));
    }

    private static void rescale(FlinkCluster cluster, String job, int parallelism) {
        Map<String, Integer> wanted =
                cluster.rest().vertices(job).stream()
                        .collect(Collectors.toMap(JobVertex::id, vertex -> parallelism));
        cluster.rest().putResourceRequirements(job, wanted);
        await("the rescale")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest().vertices(job).stream()
                                        .allMatch(vertex -> vertex.parallelism() == parallelism));
        cluster.rest().awaitRunning(job);
    }

    /** Returns how often the job's first task has been started. */
    private static String attempt(FlinkCluster cluster, String job) {
        String first = cluster.rest().vertices(job).get(0).id();
        return cluster.rest()
                .get("/jobs/" + job + "/vertices/" + first + "/subtasks/0")
                .getAsJsonObject()
                .get("attempt")
                .toString();
    }

    private static long restoredId(FlinkCluster cluster, String job) {
        return cluster.rest()
                .get("/jobs/" + job + "/checkpoints")
                .getAsJsonObject()
                .getAsJsonObject("latest")
                .getAsJsonObject("restored")
                .get("id")
                .getAsLong();
    }
}
