// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.suspension;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionResult;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test that the checkpoint that suspend(ALL) returns is the one that the job restarts from, here
 * and in another cluster.
 */
@Tag("full")
class SuspendAllGuaranteeITCase {

    private static final int TRIALS = 50;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "50 restarts from the checkpoint that `suspend(\"ALL\")` answered")
    void answersTheCheckpointThatTheRestartedJobRestoresFrom(FlinkLine line, TestInfo test)
            throws Exception {
        // given: a checkpoint every 50 ms
        Path failFile = directory.resolve("fail");
        try (FlinkCluster cluster = cluster(line, test)) {
            Beans beans = new Beans(cluster);
            String job =
                    submit(cluster, null, "--interval", "50", "--failFile", failFile.toString());
            CheckpointCoordinatorMXBean bean = beans.job(job);
            List<Long> nanos = new ArrayList<>();

            for (int trial = 1; trial <= TRIALS; trial++) {
                int restored = trial;
                long completed = bean.getCompletedCount();
                await("checkpoints")
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(10 + trial))
                        .until(() -> bean.getCompletedCount() > completed + 1);

                // when
                long start = System.nanoTime();
                SuspensionResult answer = bean.suspend("ALL");
                nanos.add(System.nanoTime() - start);
                Files.createFile(failFile);
                await("the restart").atMost(SOON).until(() -> bean.getRestoredCount() == restored);

                // then
                assertThat(restoredFrom(cluster, job, restored)).isEqualTo(answer.getId());
                cluster.rest().awaitRunning(job);
                bean.resume();
            }
            nanos.sort(null);
            System.out.printf(
                    "suspend(ALL) over JMX: %d trials, each answered what was restored; median %d"
                            + " us, p99 %d us%n",
                    TRIALS, nanos.get(TRIALS / 2) / 1000, nanos.get(TRIALS * 99 / 100) / 1000);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "a job moved to another cluster, each record counted once")
    void movesAJobToAnotherClusterWithEveryRecordCountedOnce(FlinkLine line, TestInfo test) {
        // given: a job whose state fails it when a record is lost or duplicated
        try (FlinkCluster old = cluster(line, test)) {
            Beans beans = new Beans(old);
            String job = submit(old, null, "--interval", "100", "--verify", "true");
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a few checkpoints").atMost(SOON).until(() -> bean.getCompletedCount() > 5);

            // when
            SuspensionResult answer = bean.suspend("ALL");
            assertThat(bean.safeToKill().isRetainedOnCancellation()).isTrue();
            try (FlinkCluster next =
                    line.cluster(test.getTestMethod().orElseThrow().getName()).start()) {
                String moved =
                        submit(
                                next,
                                answer.getExternalPath(),
                                "--interval",
                                "100",
                                "--verify",
                                "true");
                old.rest().cancel(job);

                // then
                await("checkpoints in the new cluster")
                        .atMost(SOON)
                        .until(() -> next.rest().checkpoints(moved).counts().completed() > 5);
                assertThat(restoredFrom(next, moved, 1)).isEqualTo(answer.getId());
                assertThat(next.rest().jobStatus(moved)).isEqualTo("RUNNING");
                assertThat(next.rest().checkpoints(moved).withStatus(CheckpointStatus.FAILED))
                        .isEmpty();
                assertThat(next.rest().checkpoints(moved).counts().restored()).isEqualTo(1);
            }
            assertThat(old.jobManager().logText()).doesNotContain("lost or doubled");
        }
    }

    /** Returns the checkpoint of the n-th restore, once Flink's cached statistics include it. */
    private static long restoredFrom(FlinkCluster cluster, String job, int times) {
        JsonObject statistics =
                await("the restore in Flink's statistics")
                        .atMost(SOON)
                        .until(
                                () ->
                                        cluster.rest()
                                                .get("/jobs/" + job + "/checkpoints")
                                                .getAsJsonObject(),
                                told ->
                                        told.getAsJsonObject("counts").get("restored").getAsInt()
                                                == times);
        return statistics
                .getAsJsonObject("latest")
                .getAsJsonObject("restored")
                .get("id")
                .getAsLong();
    }

    private static FlinkCluster cluster(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .config(
                        "execution.checkpointing.externalized-checkpoint-retention",
                        "RETAIN_ON_CANCELLATION")
                .agent(AgentJar.path(), "jolokia.enabled=false")
                .jmx(true)
                .start();
    }

    private static String submit(FlinkCluster cluster, String path, String... options) {
        var jar = TestJobs.slowSnapshotJob(cluster.distribution());
        String job = cluster.rest().submit(jar.jar(), jar.entryClass(), List.of(options), 1, path);
        cluster.rest().awaitRunning(job);
        return job;
    }
}
