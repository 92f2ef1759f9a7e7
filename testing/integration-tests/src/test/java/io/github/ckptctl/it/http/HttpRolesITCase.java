// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.http;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.ServerAndClient;
import io.github.ckptctl.it.support.Users;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of users with roles over TLS, on a real JobManager. */
@Tag("full")
class HttpRolesITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String PASSWORD = "correct horse";

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void letsEachRoleDoWhatItMay(FlinkLine line, TestInfo test) throws Exception {
        // given
        Path password = Users.secret(directory.resolve("password"), PASSWORD + "\n");
        Path users =
                Users.secret(
                        directory.resolve("users"),
                        Users.line(password, "vera", "viewer")
                                + Users.line(password, "oscar", "operator")
                                + Users.line(password, "ada", "admin"));
        ServerAndClient tls = ServerAndClient.in(directory, PASSWORD);
        String options =
                "jolokia.port=0,jolokia.usersFile="
                        + users
                        + ",jolokia.tls.keystore="
                        + tls.keys()
                        + ",jolokia.tls.keystorePasswordFile="
                        + password;
        try (FlinkCluster cluster =
                line.cluster(test).agent(AgentJar.path(), options).jmx(true).start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500"),
                                    1);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
            String url = beans.awaitJolokiaUrl();
            assertThat(url).startsWith("https://");
            HttpClient http = HttpClient.newBuilder().sslContext(tls.context(false)).build();
            JolokiaClient viewer = new JolokiaClient(http, url, Users.login("vera", PASSWORD));
            JolokiaClient operator = new JolokiaClient(http, url, Users.login("oscar", PASSWORD));
            JolokiaClient admin = new JolokiaClient(http, url, Users.login("ada", PASSWORD));
            long submitted = bean.getTimeout();

            // then: a viewer reads
            assertThat(status(new JolokiaClient(http, url, "Bearer guess").read(job, "Timeout")))
                    .isEqualTo(401);
            assertThat(viewer.read(job, "Timeout").get("value").getAsLong()).isEqualTo(submitted);
            assertThat(status(viewer.write(job, "Timeout", 60_000))).isEqualTo(403);
            assertThat(status(viewer.exec(job, "suspend", "[\"ALL\"]"))).isEqualTo(403);
            assertThat(bean.getTimeout()).isEqualTo(submitted);
            assertThat(bean.getSuspension()).hasToString("NONE");

            // and: an operator changes, and ends nothing
            assertThat(status(operator.write(job, "Timeout", 60_000))).isEqualTo(200);
            assertThat(bean.getTimeout()).isEqualTo(60_000);
            assertThat(bean.getHistory())
                    .extracting(ChangeHistoryEntry::getBy)
                    .containsOnly("http:oscar");
            assertThat(status(operator.exec(job, "stopWithCheckpoint", "[false,20000]")))
                    .isEqualTo(403);
            assertThat(status(operator.detach())).isEqualTo(403);
            for (String attribute : List.of("Timeout", "Interval")) {
                assertThat(status(operator.write(job, attribute, 10))).isEqualTo(403);
            }
            assertThat(status(operator.write(job, "TolerableFailedCheckpoints", 0))).isEqualTo(403);
            assertThat(bean.getRevision()).isEqualTo(1);
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");

            // and: an admin ends both
            assertThat(status(admin.exec(job, "stopWithCheckpoint", "[false,20000]")))
                    .isEqualTo(200);
            await("the job's end")
                    .atMost(SOON)
                    .until(() -> cluster.rest().jobStatus(job).equals("FINISHED"));
            beans.assertHooksAreWell();
            assertThat(status(admin.detach())).isEqualTo(200);
            beans.awaitNone();
            assertThat(cluster.jobManager().logText())
                    .contains("HTTP at https://127.0.0.1:", "the users are in " + users)
                    .doesNotContain(PASSWORD);
        }
    }

    private static int status(JsonObject answer) {
        return answer.get("status").getAsInt();
    }
}
