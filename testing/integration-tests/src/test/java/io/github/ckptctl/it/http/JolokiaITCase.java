// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.http;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.ThreadDump;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the rescue over HTTP, and of a JobManager when HTTP is not available. */
class JolokiaITCase {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir Path directory;

    @ParameterizedTest
    @Tag("main")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(
            value = {Capability.TIMEOUT, Capability.RESCHEDULE, Capability.LATEST_CHECKPOINT},
            scenario = "a checkpoint saved over HTTP")
    void completesPendingCheckpointAfterTimeoutIncrease(FlinkLine line, TestInfo test)
            throws Exception {
        // given
        Path tokenFile = directory.resolve("token");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + tokenFile)
                        .jmx(true)
                        .start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of(
                                            "--interval", "1000",
                                            "--timeout", "20000",
                                            "--snapshotMillis", "25000"),
                                    2);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            JolokiaClient http = new JolokiaClient(beans.awaitJolokiaUrl(), tokenFile);
            await("an expired checkpoint").atMost(SOON).until(() -> bean.getExpiredCount() > 0);
            await("second 8 of the next")
                    .atMost(SOON)
                    .until(() -> bean.getOldestPendingAge() > 8_000);
            long doomed = bean.getPendingCheckpoints()[0].getId();

            // when
            JsonObject written = http.write(job, "Timeout", 60_000);
            JsonObject rescheduled = http.exec(job, "rescheduleInFlight", "[]");

            // then
            assertThat(written.get("status").getAsInt()).isEqualTo(200);
            JsonObject result = rescheduled.getAsJsonArray("value").get(0).getAsJsonObject();
            assertThat(result.get("id").getAsLong()).isEqualTo(doomed);
            assertThat(result.get("outcome").getAsString()).isEqualTo("RESCHEDULED");
            await("the checkpoint to complete")
                    .atMost(SOON)
                    .until(
                            () ->
                                    http.read(job, "LatestCompletedId").get("value").getAsLong()
                                            == doomed);
            assertThat(bean.getHistory())
                    .extracting(ChangeHistoryEntry::getBy)
                    .containsOnly("http:token");

            // and several settings in one request, numbers as JSON has them
            JsonObject updated =
                    http.exec(
                            job,
                            "updateSettings",
                            "[{\"Timeout\": 90000, \"Interval\": \"2000\"}, \"night\", 0, 1]");
            assertThat(updated.get("value").getAsLong()).isEqualTo(2);
            JsonObject refused = http.write(job, "Timeout", 9);
            assertThat(refused.get("status").getAsInt()).isEqualTo(400);
            assertThat(refused.get("error").getAsString())
                    .contains("Timeout 9 ms is below the minimum of 10 ms", "still 90000 ms");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
                    .isEqualTo("rw-------");
            beans.assertHooksAreWell();

            // and: the token goes with the JVM
            cluster.jobManager().stop();
            assertThat(tokenFile).doesNotExist();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "a taken port and wrong options turn off HTTP only")
    void worksWithoutItsEndpointAndWithInvalidOptions(FlinkLine line, TestInfo test)
            throws Exception {
        // given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FlinkCluster cluster =
                        line.cluster(test)
                                .agent(
                                        AgentJar.path(),
                                        "jolokia.port="
                                                + taken.getLocalPort()
                                                + ",jolokia.prot=1,jolokia.enabled=maybe")
                                .jmx(true)
                                .start()) {
            Beans beans = new Beans(cluster);

            // when
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500"),
                                    1);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            bean.setTimeout(70_000);

            // then
            await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
            CheckpointAgentMXBean agent = beans.agent();
            assertThat(agent.getJolokiaUrl()).isEmpty();
            beans.assertLacksOnlyWhat(line);
            assertThat(agent.getFlinkVersion()).isEqualTo(line.version());
            assertThat(agent.getStartedBy()).isEqualTo("PREMAIN");
            await("the log lines")
                    .atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(cluster.jobManager().logText())
                                            .contains("HTTP stays off", "jolokia.port")
                                            .contains("jolokia.prot is not an option")
                                            .contains("jolokia.enabled=maybe is neither"));
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "`detach()` over HTTP")
    void detachesAndLeavesTheJobAsItWasSubmitted(FlinkLine line, TestInfo test) throws Exception {
        // given
        Path tokenFile = directory.resolve("token");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + tokenFile)
                        .jmx(true)
                        .start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500"),
                                    1);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
            bean.setInterval(3_600_000);
            bean.suspend("ALL");

            JolokiaClient http = new JolokiaClient(beans.awaitJolokiaUrl(), tokenFile);

            // when: over the very endpoint that is about to close
            JsonObject answer = http.detach();

            // then
            assertThat(answer.get("status").getAsInt()).isEqualTo(200);
            beans.awaitNone();
            int completed = cluster.rest().checkpoints(job).counts().completed();
            await("checkpoints at the submitted interval again")
                    .atMost(SOON)
                    .until(
                            () ->
                                    cluster.rest().checkpoints(job).counts().completed()
                                            > completed + 3);
            await("the agent's threads to go")
                    .atMost(SOON)
                    .until(() -> !ThreadDump.of(cluster.jobManagerPid()).contains("\"ckptctl"));
            assertThat(tokenFile).doesNotExist();
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
        }
    }
}
