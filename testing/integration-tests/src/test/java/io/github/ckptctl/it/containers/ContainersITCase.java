// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.containers;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkDistribution;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.ServerAndClient;
import io.github.ckptctl.it.support.Users;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of the agent in the JobManagers' containers: as a layer over Flink's image, configured to
 * listen on the containers' network with TLS and users, and accessed from outside.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class ContainersITCase {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String PASSWORD = "correct horse";
    private static final String AGENT =
            "-javaagent:/opt/ckptctl/ckptctl-agent.jar=jolokia.host=0.0.0.0"
                    + ",jolokia.usersFile=/etc/ckptctl/users"
                    + ",jolokia.tls.keystore=/etc/ckptctl/server.p12"
                    + ",jolokia.tls.keystorePasswordFile=/etc/ckptctl/password";

    @TempDir static Path work;

    private static FlinkDistribution distribution;
    private static @Nullable FlinkImages images;
    private static String image;
    private static HttpClient https;

    ContainersITCase(FlinkLine line) {
        assertThat(line).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void build(FlinkLine line) throws Exception {
        Program.skipUnless(
                DockerClientFactory.instance().isDockerAvailable(),
                "there is no Docker engine on this machine");
        distribution = FlinkDistribution.of(line.version());
        Path files = Files.createDirectories(work.resolve("files"));
        Path password = Users.secret(files.resolve("password"), PASSWORD + "\n");
        Users.secret(
                files.resolve("users"),
                Users.line(password, "vera", "viewer") + Users.line(password, "ada", "admin"));
        ServerAndClient tls = ServerAndClient.in(files, PASSWORD);
        https = HttpClient.newBuilder().sslContext(tls.context(false)).build();
        images = new FlinkImages(work);
        image = images.withFiles(images.withAgent(images.stock(distribution)), files);
    }

    @AfterParameterizedClassInvocation
    static void remove() {
        if (images != null) {
            images.close();
        }
    }

    @Test
    void savesACheckpointThatWouldTimeOut(TestInfo test) throws Exception {
        try (ContainerCluster cluster = cluster(1, test)) {
            // given
            GenericContainer<?> jobManager = cluster.jobManagers().get(0);
            FlinkRest rest = ContainerCluster.rest(jobManager);
            String job =
                    submit(
                            rest,
                            "--interval",
                            "1000",
                            "--timeout",
                            "20000",
                            "--snapshotMillis",
                            "30000");
            JolokiaClient viewer = client(jobManager, "vera");
            JolokiaClient admin = client(jobManager, "ada");
            assertThat(jobManager.getLogs())
                    .contains("is in this JobManager (Flink " + distribution.version())
                    .contains("HTTP at https://");
            assertThat(cluster.taskManager().getLogs()).doesNotContain("ckptctl");
            await("one in flight")
                    .atMost(SOON)
                    .until(() -> number(viewer, job, "PendingCount") == 1);

            // when
            assertThat(viewer.write(job, "Timeout", 600_000).get("status").getAsInt())
                    .isEqualTo(403);
            assertThat(admin.write(job, "Timeout", 600_000).get("status").getAsInt())
                    .isEqualTo(200);
            JsonArray saved = admin.exec(job, "rescheduleInFlight", "[]").getAsJsonArray("value");

            // then
            assertThat(saved).hasSize(1);
            long id = saved.get(0).getAsJsonObject().get("id").getAsLong();
            await("that very checkpoint")
                    .atMost(SOON)
                    .until(() -> number(viewer, job, "LatestCompletedId") == id);
            assertThat(number(viewer, job, "LatestCompletedDuration")).isGreaterThan(20_000);
            assertThat(rest.checkpointConfig(job).get("timeout").getAsLong()).isEqualTo(600_000);
        }
    }

    @Test
    void keepsWhatWasSetWhenTheLeadersContainerIsKilled(TestInfo test) throws Exception {
        try (ContainerCluster cluster = cluster(2, test)) {
            // given
            List<GenericContainer<?>> jobManagers = cluster.jobManagers();
            String job = submit(ContainerCluster.rest(jobManagers.get(0)), "--interval", "300");
            GenericContainer<?> leader =
                    await("a leader")
                            .atMost(SOON)
                            .until(
                                    () ->
                                            jobManagers.stream()
                                                    .filter(one -> knows(one, job))
                                                    .findFirst(),
                                    Optional::isPresent)
                            .orElseThrow();
            JolokiaClient first = client(leader, "ada");
            await("a checkpoint")
                    .atMost(SOON)
                    .until(() -> number(first, job, "LatestCompletedId") > 1);
            first.write(job, "Timeout", 1_234_000);
            long known =
                    first.exec(job, "suspend", "[\"ALL\"]")
                            .getAsJsonObject("value")
                            .get("id")
                            .getAsLong();

            // when
            cluster.kill(leader);

            // then
            GenericContainer<?> heir = jobManagers.get(1 - jobManagers.indexOf(leader));
            JolokiaClient second = client(heir, "ada");
            await("the job on the other JobManager").atMost(SOON).until(() -> knows(heir, job));
            ContainerCluster.rest(heir).awaitRunning(job);
            assertThat(number(second, job, "Timeout")).isEqualTo(1_234_000);
            assertThat(second.read(job, "Suspension").get("value").getAsString()).isEqualTo("ALL");
            assertThat(ContainerCluster.rest(heir).checkpoints(job).restoredId()).isEqualTo(known);
            second.exec(job, "resume", "[]");
            await("a newer checkpoint")
                    .atMost(SOON)
                    .until(() -> number(second, job, "LatestCompletedId") > known);
        }
    }

    private static ContainerCluster cluster(int jobManagers, TestInfo test) throws IOException {
        String method = test.getTestMethod().orElseThrow().getName();
        Path logs = Path.of(System.getProperty("ckptctl.flink.logs"));
        return new ContainerCluster(
                image, AGENT, jobManagers, logs.resolve("ContainersITCase." + method));
    }

    private static String submit(FlinkRest rest, String... options) {
        await("slots").atMost(SOON).until(() -> rest.slots().orElse(0) > 0);
        String job = rest.submit(TestJobs.slowSnapshotJob(distribution), List.of(options), 2);
        rest.awaitRunning(job);
        return job;
    }

    /** Returns whether a JobManager has this job's MBean. */
    private static boolean knows(GenericContainer<?> jobManager, String job) {
        return client(jobManager, "vera").read(job, "JobStatus").has("value");
    }

    private static long number(JolokiaClient client, String job, String attribute) {
        JsonObject answer = client.read(job, attribute);
        assertThat(answer.has("value")).as(answer.toString()).isTrue();
        return answer.get("value").getAsLong();
    }

    private static JolokiaClient client(GenericContainer<?> jobManager, String user) {
        return new JolokiaClient(
                https, ContainerCluster.http(jobManager), Users.login(user, PASSWORD));
    }
}
