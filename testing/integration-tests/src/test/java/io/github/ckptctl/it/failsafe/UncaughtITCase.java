// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.it.support.Users;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of a JobManager that ends when any exception leaves one of its threads uncaught ({@code
 * cluster.uncaught-exception-handling: FAIL}), and of an agent whose parts fail in threads of their
 * own: with an exception, a linkage error, no memory and a stack overflow in turn.
 */
@Tag("full")
class UncaughtITCase {

    private static final String PASSWORD = "correct horse battery";
    private static final int EACH_KIND = 4;

    @TempDir Path directory;

    private Path users;

    @BeforeEach
    void makeUsers() throws IOException {
        Path password = Users.secret(directory.resolve("password"), PASSWORD + "\n");
        users = Users.secret(directory.resolve("users"), Users.line(password, "ada", "admin"));
    }

    @ParameterizedTest
    @CsvSource({
        // the broken method, the status of a login over HTTP then, and that of a request on Flink's
        // port
        "agent.http.secret.Users#withPassword, 401, 200",
        "agent.http.request.RequestReader#read, 500, 200",
        "agent.http.server.RequestExecutor#beginServing, 0, 200",
        "agent.rest.JobRequestHandlerImpl#answer, 200, 500",
        "flink.rest.RouteHandler#answer, 200, 500",
    })
    void endsNoJobManager(String broken, int overHttp, int onFlinksPort) throws Exception {
        FlinkLine line = FlinkLine.first().findFirst().orElseThrow();
        String part = broken.replaceAll("\\W+", "-");
        try (FlinkCluster cluster =
                line.cluster("UncaughtITCase." + part)
                        .config("cluster.uncaught-exception-handling", "FAIL")
                        .agent(SaboteurJar.in(directory), "fail:io.github.ckptctl." + broken)
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.usersFile=" + users)
                        .jmx(true)
                        .start()) {
            // given
            CheckpointCoordinatorMXBean bean = submit(cluster);
            String job = bean.getJobId();
            URI http = URI.create(new Beans(cluster).awaitJolokiaUrl());
            URI route = cluster.webUrl().resolve("/jobs/" + job + "/checkpoints/configuration");

            for (int i = 0; i < EACH_KIND; i++) {
                // then
                assertThat(status(http.resolve("version"))).isEqualTo(overHttp);
                assertThat(status(route)).isEqualTo(onFlinksPort);
            }

            // and: everything else works
            SharedClusterTestBase.awaitCheckpoint(bean);
            bean.setTimeout(700_000);
            assertThat(bean.getTimeout()).isEqualTo(700_000);
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
            assertThat(cluster.jobManager().isAlive()).isTrue();
        }
    }

    /** Covers an upgrade that copies the new jar over the old one. */
    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void goesOnWhenItsJarIsOverwritten(FlinkLine line, TestInfo test) throws Exception {
        Path jar = Files.copy(AgentJar.path(), directory.resolve("ckptctl-agent-0.jar"));
        try (FlinkCluster cluster =
                line.cluster(test)
                        .config("cluster.uncaught-exception-handling", "FAIL")
                        .agent(jar, "jolokia.port=0,jolokia.usersFile=" + users)
                        .jmx(true)
                        .start()) {
            // given
            Beans beans = new Beans(cluster);
            URI http = URI.create(beans.awaitJolokiaUrl());

            // when: before any job, any request and any operation
            Files.write(jar, new byte[(int) Files.size(jar)]);

            // then
            assertThat(status(http.resolve("version"))).isEqualTo(200);
            CheckpointCoordinatorMXBean bean = submit(cluster);
            String job = bean.getJobId();
            SharedClusterTestBase.awaitCheckpoint(bean);
            bean.suspend("ALL");
            assertThat(bean.quiesce(60_000).getSuspension()).isEqualTo(SuspensionMode.ALL);
            bean.resume();
            SharedClusterTestBase.awaitCheckpoint(bean);
            assertThat(bean.diagnose().getSentences()).isNotEmpty();
            URI route = cluster.webUrl().resolve("/jobs/" + job + "/checkpoints/configuration");
            assertThat(status(route)).isEqualTo(200);
            beans.assertHooksAreWell();
            beans.agent().detach();
            beans.awaitNone();
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
        }
    }

    private static CheckpointCoordinatorMXBean submit(FlinkCluster cluster) {
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of("--interval", "500", "--timeout", "600000"),
                                1);
        cluster.rest().awaitRunning(job);
        return new Beans(cluster).job(job);
    }

    /** Returns the status of a response, 0 if the connection ends without one. */
    private static int status(URI uri) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofMinutes(1))
                        .header("Authorization", Users.login("ada", PASSWORD))
                        .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
