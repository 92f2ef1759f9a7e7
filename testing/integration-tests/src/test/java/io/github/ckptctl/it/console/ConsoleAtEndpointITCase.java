// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.console;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.it.support.Users;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Test of the web console on the agent's own HTTP endpoint, where Flink's REST port has none: what
 * each role is offered and what the endpoint rejects, in a browser, seen on the job's bean over
 * JMX.
 */
@Tag("full")
class ConsoleAtEndpointITCase {

    private static final String PASSWORD = "correct-horse";

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void offersEachRoleWhatItMay(FlinkLine line, TestInfo test, @TempDir Path directory)
            throws Exception {
        // given
        Path password = Users.secret(directory.resolve("password"), PASSWORD + "\n");
        Path users =
                Users.secret(
                        directory.resolve("users"),
                        Users.line(password, "vera", "viewer")
                                + Users.line(password, "oscar", "operator"));
        String options = "rest.enabled=false,jolokia.port=0,jolokia.usersFile=" + users;
        try (FlinkCluster cluster =
                line.cluster(test).agent(AgentJar.path(), options).jmx(true).start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--name", "orders", "--interval", "1000"),
                                    2);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            SharedClusterTestBase.awaitCheckpoint(bean);
            String endpoint = beans.awaitJolokiaUrl();
            String console = URI.create(endpoint).resolve("/ckptctl/").toString();
            assertThat(beans.agent().getConsoleUrl()).isEqualTo(console);
            assertThat(status(cluster.webUrl().resolve("/ckptctl/"))).isEqualTo(404);
            assertThat(status(URI.create(console))).isEqualTo(401);

            // when
            ConsoleITCase.browse(console, "viewer", job, Map.of("LOGIN", "vera:" + PASSWORD));

            // then
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
            assertThat(bean.getHistory()).isEmpty();

            // when
            ConsoleITCase.browse(console, "operator", job, Map.of("LOGIN", "oscar:" + PASSWORD));

            // then
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
            assertThat(bean.getHistory())
                    .extracting(ChangeHistoryEntry::getAction, ChangeHistoryEntry::getBy)
                    .containsExactly(tuple("suspend", "http:oscar"), tuple("resume", "http:oscar"));
            SharedClusterTestBase.awaitCheckpoint(bean);
            assertThat(cluster.jobManager().logText())
                    .contains("The console is at " + console)
                    .contains("change: principal=oscar role=OPERATOR login=password")
                    .contains("refused: principal=vera role=VIEWER login=password")
                    .doesNotContain(PASSWORD);
            beans.assertHooksAreWell();
        }
    }

    private static int status(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
