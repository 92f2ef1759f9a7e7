// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of the agent in a JobManager together with other agents: the exporter of Prometheus, the
 * agent of OpenTelemetry, and one that contains Byte Buddy under its own name.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class OtherAgentsITCase {

    private static final Duration SOON = Duration.ofMinutes(3);

    private final FlinkLine line;

    @TempDir Path directory;

    OtherAgentsITCase(FlinkLine line) {
        this.line = line;
    }

    @Proves(scenario = "beside the agents of Prometheus and OpenTelemetry and a second Byte Buddy")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void savesACheckpointBesideThem(boolean first, TestInfo test) throws Exception {
        int port = FreePort.onLoopback();
        Path tokenFile = directory.resolve("token");
        String options = "jolokia.port=0,jolokia.tokenFile=" + tokenFile;
        FlinkClusterBuilder builder = line.cluster(test).jmx(true);
        if (first) {
            builder.agent(AgentJar.path(), options);
        }
        builder.agent(jar("opentelemetry-javaagent"), "")
                .jobManagerJvmOption("-Dotel.traces.exporter=none")
                .jobManagerJvmOption("-Dotel.metrics.exporter=none")
                .jobManagerJvmOption("-Dotel.logs.exporter=none")
                .agent(jar("jmx_prometheus_javaagent"), "127.0.0.1:" + port + ":" + rules())
                .agent(SaboteurJar.in(directory), "fail:no.such.Type#method");
        if (!first) {
            builder.agent(AgentJar.path(), options);
        }
        try (FlinkCluster cluster = builder.start()) {
            // given: a checkpoint that cannot be done in time
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of(
                                            "--interval", "1000",
                                            "--timeout", "20000",
                                            "--snapshotMillis", "30000"),
                                    2);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a checkpoint").atMost(SOON).until(() -> bean.getPendingCount() == 1);
            long doomed = bean.getPendingCheckpoints()[0].getId();

            // when
            bean.setTimeout(400_000);
            RescheduleResult[] results = bean.rescheduleInFlight();

            // then
            assertThat(results)
                    .singleElement()
                    .extracting(RescheduleResult::getOutcome)
                    .isEqualTo(RescheduleOutcome.RESCHEDULED);
            await("it to complete").atMost(SOON).until(() -> bean.getLatestCompletedId() == doomed);
            assertThat(metrics(port))
                    .containsPattern("(?m)^flink_checkpointing_.*Timeout.*" + job + ".* 400000")
                    .containsPattern("(?m)^flink_checkpointing_.*LatestCompletedId.*" + job);
            JolokiaClient http = new JolokiaClient(beans.awaitJolokiaUrl(), tokenFile);
            assertThat(http.read(job, "Timeout").get("value").getAsLong()).isEqualTo(400_000);
            beans.assertHooksAreWell();
        }
    }

    private static Path jar(String name) {
        return Path.of("target", "other-agents", name + ".jar").toAbsolutePath();
    }

    private Path rules() throws IOException {
        return Files.writeString(
                directory.resolve("exporter.yml"),
                "includeObjectNames: ['flink.checkpointing:*']\nrules: [{pattern: '.*'}]\n");
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
