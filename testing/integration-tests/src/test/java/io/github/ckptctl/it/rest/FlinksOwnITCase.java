// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rest;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.MissingCapability;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Test with a Flink that itself has features of ckptctl: a timeout that it changes itself, and
 * routes at the agent's paths.
 */
@Tag("full")
class FlinksOwnITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String HEADERS = "say:org.apache.flink.runtime.rest.messages.";

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "what Flink changes or serves itself is left to Flink, by name")
    void leavesToFlinkWhatFlinkHas(FlinkLine line, TestInfo test) throws Exception {
        Path saboteur = SaboteurJar.in(directory);
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(
                                saboteur,
                                "open:org.apache.flink.runtime.checkpoint.CheckpointCoordinator"
                                        + "#checkpointTimeout")
                        // the page of a job's execution settings, with GET
                        .agent(
                                saboteur,
                                HEADERS
                                        + "JobConfigHeaders#/jobs/:jobid/config"
                                        + ">/jobs/:jobid/checkpoints/configuration")
                        // the cancel, with PATCH
                        .agent(
                                saboteur,
                                HEADERS
                                        + "JobCancellationHeaders#/jobs/:jobid"
                                        + ">/jobs/:jobid/checkpointing/configuration")
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            // given
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500", "--timeout", "600000"),
                                    2);
            cluster.rest().awaitRunning(job);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);

            // then: the timeout is Flink's, the rest works
            assertThatThrownBy(() -> bean.setTimeout(700_000))
                    .hasStackTraceContaining("what the capability TIMEOUT needs");
            assertThat(bean.getSubmittedTimeout()).isEqualTo(-1);
            bean.setInterval(400);
            SharedClusterTestBase.awaitCheckpoint(bean);

            // and: Flink's routes answer, and the agent's where Flink has none
            FlinkRest rest = cluster.rest();
            String ofTheJob = "/jobs/" + job + "/";
            for (String version : List.of("", "/v1")) {
                assertThat(get(rest, version + ofTheJob + "checkpoints/configuration"))
                        .isEqualTo(get(rest, ofTheJob + "checkpoints/configuration"))
                        .satisfies(page -> assertThat(page.has("execution-config")).isTrue());
                assertThat(interval(get(rest, version + ofTheJob + "ckptctl/configuration")))
                        .isEqualTo(400);
                assertThat(interval(get(rest, version + ofTheJob + "checkpointing/configuration")))
                        .isEqualTo(400);
            }
            JsonObject change = new JsonObject();
            change.addProperty("checkpointInterval", 450);
            rest.patch(ofTheJob + "checkpoints/configuration", change);
            assertThat(bean.getInterval()).isEqualTo(450);
            assertThat(rest.checkpointConfig(job).get("timeout").getAsLong()).isEqualTo(600_000);

            // and: the agent reports this
            CheckpointAgentMXBean agent = beans.agent();
            Map<String, String> missing =
                    Arrays.stream(agent.getMissingCapabilities())
                            .collect(
                                    Collectors.toMap(
                                            MissingCapability::getName,
                                            MissingCapability::getReason));
            line.lacks().forEach(lacked -> missing.remove(lacked.name()));
            assertThat(missing.keySet())
                    .containsExactlyInAnyOrder(
                            "TIMEOUT", "SAVEPOINT_TIMEOUT", "RESCHEDULE", "REST_ROUTES");
            assertThat(agent.getCapabilities()).doesNotContainAnyElementsOf(missing.keySet());
            assertThat(missing.get("TIMEOUT"))
                    .isEqualTo(
                            "CheckpointCoordinator.checkpointTimeout is not final: this Flink"
                                    + " changes it itself");
            assertThat(missing.get("REST_ROUTES"))
                    .contains(
                            "Flink has GET /jobs/:jobid/checkpoints/configuration of its own;"
                                    + " ckptctl's is /jobs/:jobid/ckptctl/configuration")
                    .contains("Flink has PATCH /jobs/:jobid/checkpointing/configuration of its own")
                    .doesNotContain("DELETE");
            beans.assertHooksAreWell();

            // and: Flink's cancel is a cancel
            rest.patch(ofTheJob + "checkpointing/configuration", change);
            await("the cancel").atMost(SOON).until(() -> rest.jobStatus(job).equals("CANCELED"));
        }
    }

    private static JsonObject get(FlinkRest rest, String path) {
        return rest.get(path).getAsJsonObject();
    }

    private static long interval(JsonObject configuration) {
        return configuration.get("checkpointInterval").getAsLong();
    }
}
