// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.lines;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.StopResult;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the main promises on an older Flink, one after another on one cluster. */
class OlderLineITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long SUBMITTED_TIMEOUT = 10_000;

    @TempDir private Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#last")
    @Tag("main")
    void rescuesSuspendsStopsAndDetaches(FlinkLine line, TestInfo test) throws Exception {
        Path snapshotMillis = Files.writeString(directory.resolve("millis"), "3600000");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            Beans beans = new Beans(cluster);
            beans.assertLacksOnlyWhat(line);

            // given: a checkpoint that cannot be done in time
            String job = submit(cluster, null, snapshotMillis);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a checkpoint").atMost(SOON).until(() -> bean.getPendingCount() == 1);

            // when
            bean.setTimeout(600_000);
            RescheduleResult[] results = bean.rescheduleInFlight();

            // then
            assertThat(results)
                    .singleElement()
                    .extracting(RescheduleResult::getOutcome)
                    .isEqualTo(RescheduleOutcome.RESCHEDULED);
            await("the submitted timeout to pass")
                    .atMost(SOON)
                    .until(() -> bean.getOldestPendingAge() > SUBMITTED_TIMEOUT);
            Files.writeString(snapshotMillis, "0");
            long rescued = results[0].getId();
            await("the rescued checkpoint")
                    .atMost(SOON)
                    .until(() -> bean.getLatestCompletedId() >= rescued);
            assertThat(bean.describeCheckpoint(rescued).getStatus()).isEqualTo("COMPLETED");

            // when
            SuspensionResult suspended = bean.suspend("ALL");

            // then
            assertThat(suspended.getPending()).isZero();
            assertThat(bean.getLatestCompletedId()).isEqualTo(suspended.getId());
            assertThat(bean.isPeriodicTriggerArmed()).isFalse();
            bean.resume();
            SharedClusterTestBase.awaitCheckpoint(bean);

            // when
            StopResult stopped = bean.stopWithCheckpoint(false, SOON.toMillis());

            // then
            await("the job to end")
                    .atMost(SOON)
                    .until(() -> cluster.rest().jobStatus(job).equals("FINISHED"));

            // given
            String again = submit(cluster, stopped.getExternalPath(), snapshotMillis);
            CheckpointCoordinatorMXBean next = beans.job(again);
            next.setInterval(3_600_000);
            next.suspend("ALL");
            beans.assertHooksAreWell();

            // when
            beans.agent().detach();

            // then: stock again
            beans.awaitNone();
            int completed = cluster.rest().checkpoints(again).counts().completed();
            await("checkpoints at the submitted interval")
                    .atMost(SOON)
                    .until(
                            () ->
                                    cluster.rest().checkpoints(again).counts().completed()
                                            > completed + 1);
            cluster.rest().cancel(again);
        }
    }

    private static String submit(FlinkCluster cluster, @Nullable String path, Path snapshotMillis) {
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        List<String> options =
                List.of(
                        "--interval",
                        "500",
                        "--timeout",
                        Long.toString(SUBMITTED_TIMEOUT),
                        "--snapshotFile",
                        snapshotMillis.toString());
        String job = cluster.rest().submit(jar.jar(), jar.entryClass(), options, 2, path);
        cluster.rest().awaitRunning(job);
        return job;
    }
}
