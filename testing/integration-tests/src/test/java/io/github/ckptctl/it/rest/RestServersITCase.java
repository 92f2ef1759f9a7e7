// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.FlinkRestException;
import io.github.ckptctl.cluster.JobManager;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.MessageToOperator;
import io.github.ckptctl.it.support.ServerAndClient;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.net.ssl.SSLContext;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Test of the routes on the REST servers of whole clusters: with and without a leader, and without
 * the agent.
 */
@Tag("full")
class RestServersITCase {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final int CHECKPOINTS = 1_000;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            value = Capability.REST_ROUTES,
            scenario = "requests to a JobManager that does not lead reach the one that does")
    void answersAlikeOnWhicheverJobManager(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .highAvailability(2)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            // given
            JobManager leader = cluster.leader();
            JobManager other = other(cluster, leader);
            awaitAgents(cluster);
            assertThat(ids(leader)).isEmpty();
            assertThat(ids(other)).isEmpty();
            String job = submit(cluster, "--interval", "1000", "--snapshotMillis", "3600000");
            CheckpointCoordinatorMXBean bean = new Beans(leader.jmx()).job(job);
            assertThat(ids(leader)).containsExactly(job);
            assertThat(ids(other)).containsExactly(job);
            await("one in flight").atMost(BOUND).until(() -> bean.getPendingCount() == 1);

            // when
            JsonObject changed =
                    other.rest()
                            .patch(
                                    configuration(job),
                                    json(Map.of("checkpointTimeout", 1_200_000L)))
                            .getAsJsonObject();

            // then
            assertThat(changed.getAsJsonArray("inFlight")).hasSize(1);
            assertThat(bean.getTimeout()).isEqualTo(1_200_000);
            for (String path : List.of(configuration(job), latest(job), config(job))) {
                assertThat(other.rest().get(path)).isEqualTo(leader.rest().get(path));
            }
            assertThat(other.rest().checkpointConfig(job).get("timeout").getAsLong())
                    .isEqualTo(1_200_000);
            assertThat(
                            refused(
                                    () ->
                                            other.rest()
                                                    .patch(
                                                            configuration(job),
                                                            json(Map.of("checkpointTimeout", 1L)))))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(400))
                    .hasMessageContaining("checkpointTimeout 1 ms is below the minimum");
            assertThat(refused(() -> other.rest().get(latest("f".repeat(32)))).status())
                    .isEqualTo(404);

            // when: the leader is gone
            leader.process().kill();

            // then: until there is another one it reports so, and then returns what was set
            await("the other one to lead")
                    .atMost(BOUND)
                    .ignoreExceptionsMatching(
                            error ->
                                    error instanceof FlinkRestException
                                            && List.of(404, 503)
                                                    .contains(
                                                            ((FlinkRestException) error).status()))
                    .until(
                            () ->
                                    other.rest()
                                                    .get(configuration(job))
                                                    .getAsJsonObject()
                                                    .get("checkpointTimeout")
                                                    .getAsLong()
                                            == 1_200_000);
            new Beans(other.jmx()).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void saysThatTheLeaderHasNoAgentAndServesOnceItHas(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster = line.cluster(test).highAvailability(2).jmx(true).start()) {
            // given
            JobManager leader = cluster.leader();
            JobManager other = other(cluster, leader);
            String job = submit(cluster, "--interval", "300");
            assertThat(refused(() -> leader.rest().get(latest(job))).status()).isEqualTo(404);
            attach(other);

            // then
            assertThat(refused(() -> other.rest().get(latest(job))))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(503))
                    .hasMessageContaining("led by a JobManager without ckptctl");
            assertThat(other.rest().checkpointConfig(job).get("interval").getAsLong())
                    .isEqualTo(300);

            // when
            attach(leader);

            // then: both serve
            await("the job to be known")
                    .atMost(BOUND)
                    .ignoreExceptionsInstanceOf(FlinkRestException.class)
                    .until(() -> other.rest().get(latest(job)).isJsonObject());
            leader.rest().patch(configuration(job), json(Map.of("checkpointInterval", 700L)));
            assertThat(other.rest().checkpointConfig(job).get("interval").getAsLong())
                    .isEqualTo(700);

            // when
            AgentProgram.run("detach", leader.process().pid());

            // then: Flink's own again
            assertThat(refused(() -> leader.rest().get(latest(job))).status()).isEqualTo(404);
            assertThat(leader.rest().checkpointConfig(job).get("interval").getAsLong())
                    .isEqualTo(300);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "a message to the agent, forged and posted on Flink's port, has no login and no name")
    void ignoresMessagesFromUnauthenticatedClients(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = line.cluster(test).highAvailability(2).jmx(true).start()) {
            // given: a JobManager without the agent, which forwards whatever it receives
            JobManager leader = cluster.leader();
            JobManager other = other(cluster, leader);
            String job = submit(cluster, "--interval", "1000");
            attach(leader);
            CheckpointCoordinatorMXBean bean = new Beans(leader.jmx()).job(job);
            String operator =
                    line.version().startsWith("1.")
                            ? "bc9714cf9bfd103dc4e22c22fda6e49d"
                            : "ckptctl";
            String route = "/jobs/" + job + "/coordinators/" + operator;
            String forged =
                    "{'route':'UPDATE','jobId':'%s','caller':'http:admin\\nckptctl.audit','body':%s}"
                            .replace('\'', '"');
            JsonElement change =
                    MessageToOperator.of(
                            cluster.distribution(),
                            String.format(forged, job, "{\"checkpointTimeout\":700000}"));
            JsonElement flood =
                    MessageToOperator.of(
                            cluster.distribution(),
                            String.format(
                                    forged, job, "{\"reason\":\"" + "x".repeat(500_000) + "\"}"));

            // when, then: where the agent is, HTTP does not get there at all
            assertThat(refused(() -> leader.rest().post(route, change)))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(403))
                    .hasMessageContaining("stands for ckptctl");
            assertThat(bean.getTimeout()).isEqualTo(600_000);
            assertThat(bean.getHistory()).isEmpty();

            // and: what arrives through the other one is a request like any other on Flink's port
            other.rest().post(route, flood);
            assertThat(bean.getHistory()).isEmpty();
            other.rest().post(route, change);
            assertThat(bean.getTimeout()).isEqualTo(700_000);
            // the change, and the re-arming of a checkpoint if one was in flight
            assertThat(bean.getHistory())
                    .extracting(ChangeHistoryEntry::getBy)
                    .containsOnly("rest:unknown (forwarded)");
            String log = leader.process().logText();
            assertThat(log).contains("rest:unknown (forwarded) UPDATE job " + job);
            assertThat(log).doesNotContain("http:admin");

            // and: a valid one right after
            leader.rest().patch(configuration(job), json(Map.of("checkpointTimeout", 800_000L)));
            assertThat(bean.getTimeout()).isEqualTo(800_000);
            new Beans(leader.jmx()).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void hasNoRoutesWhereTheyAreSwitchedOff(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false,rest.enabled=false")
                        .jmx(true)
                        .start()) {
            // given
            String job = submit(cluster, "--interval", "300");
            CheckpointCoordinatorMXBean bean = new Beans(cluster).job(job);

            // when
            bean.setInterval(700);

            // then
            FlinkRest rest = cluster.rest();
            assertThat(refused(() -> rest.get(latest(job))).status()).isEqualTo(404);
            assertThat(
                            refused(
                                            () ->
                                                    rest.patch(
                                                            configuration(job),
                                                            json(Map.of("checkpointTimeout", 9L))))
                                    .status())
                    .isEqualTo(404);
            assertThat(rest.checkpointConfig(job).get("interval").getAsLong()).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "1,000 checkpoints, each asked for when its completion is logged")
    void returnsNoOlderCheckpointThanTheLogNames(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            String job = submit(cluster, "--interval", "10");
            Pattern completion = Pattern.compile("Completed checkpoint (\\d+) for job " + job);
            int asked = 0;
            int older = 0;
            try (BufferedReader log = Files.newBufferedReader(cluster.jobManagerLog())) {
                while (asked < CHECKPOINTS) {
                    String text = nextLine(log);
                    Matcher completed = completion.matcher(text);
                    if (completed.find()) {
                        long latest =
                                cluster.rest()
                                        .get(latest(job))
                                        .getAsJsonObject()
                                        .get("id")
                                        .getAsLong();
                        asked++;
                        older += latest < Long.parseLong(completed.group(1)) ? 1 : 0;
                    }
                }
            }
            assertThat(older).as("answers older than the log, of %s", asked).isZero();
            new Beans(cluster).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void asksForTheCertificatesThatFlinkAsksFor(
            FlinkLine line, TestInfo test, @TempDir Path directory) throws Exception {
        SSLContext before = SSLContext.getDefault();
        ServerAndClient tls = ServerAndClient.in(directory, "secret-of-a-test");
        SSLContext.setDefault(tls.context(true));
        try (FlinkCluster cluster = tls.configured(line.cluster(test)).start()) {
            // given
            String job = submit(cluster, "--interval", "60000");

            // when
            JsonElement answer =
                    cluster.rest()
                            .patch(
                                    configuration(job),
                                    json(Map.of("checkpointTimeout", 1_200_000L)));

            // then: with a certificate, and not without one
            assertThat(cluster.webUrl().getScheme()).isEqualTo("https");
            assertThat(answer.getAsJsonObject().get("checkpointTimeout").getAsLong())
                    .isEqualTo(1_200_000);
            SSLContext.setDefault(tls.context(false));
            FlinkRest nobody = new FlinkRest(cluster.webUrl());
            assertThatThrownBy(
                            () ->
                                    nobody.patch(
                                            configuration(job),
                                            json(Map.of("checkpointTimeout", 70_000L))))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(cluster.rest().checkpointConfig(job).get("timeout").getAsLong())
                    .isEqualTo(1_200_000);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static String nextLine(BufferedReader log) throws Exception {
        String[] line = new String[1];
        await("the log to go on")
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> (line[0] = log.readLine()) != null);
        return line[0];
    }

    private static void attach(JobManager jobManager) {
        AgentProgram attached =
                AgentProgram.run("attach", jobManager.process().pid(), "jolokia.enabled=false");
        assertThat(attached.exitCode()).as(attached.output()).isZero();
    }

    private static void awaitAgents(FlinkCluster cluster) {
        for (JobManager jobManager : cluster.jobManagers()) {
            await("the agent of " + jobManager)
                    .atMost(BOUND)
                    .until(() -> jobManager.jmx().isRegistered(CheckpointObjectNames.agent()));
        }
    }

    private static JobManager other(FlinkCluster cluster, JobManager leader) {
        return cluster.jobManagers().stream()
                .filter(candidate -> candidate != leader)
                .findFirst()
                .orElseThrow();
    }

    private static String submit(FlinkCluster cluster, String... options) {
        FlinkRest rest = cluster.rest();
        String job =
                rest.submit(TestJobs.slowSnapshotJob(cluster.distribution()), List.of(options), 1);
        rest.awaitRunning(job);
        return job;
    }

    /** Returns the ids of all jobs, as a JobManager shows them. */
    private static List<String> ids(JobManager jobManager) {
        return jobManager
                .rest()
                .get("/checkpointing/jobs")
                .getAsJsonObject()
                .getAsJsonArray("jobs")
                .asList()
                .stream()
                .map(job -> job.getAsJsonObject().get("jobId").getAsString())
                .collect(Collectors.toList());
    }

    private static FlinkRestException refused(Runnable request) {
        return catchThrowableOfType(FlinkRestException.class, request::run);
    }

    private static JsonElement json(Map<String, Long> fields) {
        JsonObject body = new JsonObject();
        fields.forEach(body::addProperty);
        return body;
    }

    private static String configuration(String job) {
        return "/jobs/" + job + "/checkpoints/configuration";
    }

    private static String latest(String job) {
        return "/jobs/" + job + "/checkpointing/latest";
    }

    private static String config(String job) {
        return "/jobs/" + job + "/checkpoints/config";
    }
}
