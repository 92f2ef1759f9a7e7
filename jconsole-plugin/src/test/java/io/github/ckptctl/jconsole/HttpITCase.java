// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.jconsole.model.BoundedCalls;
import io.github.ckptctl.jconsole.model.CallFailedException;
import io.github.ckptctl.jconsole.model.JobManagerReader;
import io.github.ckptctl.jconsole.model.JobOperations;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Subscriptions;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The model over a connector that speaks HTTP with a real agent. */
class HttpITCase {

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir private Path directory;

    @Test
    void worksWhereOnlyHttpIsOpen() throws Exception {
        Path token = directory.resolve("token");
        try (FlinkCluster cluster =
                        FlinkCluster.builder()
                                .jmx(true)
                                .agent(
                                        Path.of(System.getProperty("ckptctl.agent.jar")),
                                        "jolokia.port=0,jolokia.tokenFile=" + token)
                                .logDirectory(Path.of(System.getProperty("ckptctl.flink.logs")))
                                .start();
                JMXConnector connector = connected(cluster.jmx(), token)) {
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500", "--snapshotMillis", "1000"),
                                    2);
            cluster.rest().awaitRunning(job);
            worksWith(connector.getMBeanServerConnection());
        }
    }

    private static JMXConnector connected(MBeanServerConnection plain, Path token)
            throws Exception {
        await("the agent")
                .atMost(SOON)
                .until(() -> plain.isRegistered(CheckpointObjectNames.agent()));
        URI http =
                URI.create(
                        (String) plain.getAttribute(CheckpointObjectNames.agent(), "JolokiaUrl"));
        return JMXConnectorFactory.connect(
                new JMXServiceURL(
                        "service:jmx:jolokia://127.0.0.1:" + http.getPort() + http.getPath()),
                Map.of(
                        JMXConnector.CREDENTIALS,
                        new String[] {"token", Files.readString(token).trim()}));
    }

    private static void worksWith(MBeanServerConnection http) throws Exception {
        JobManagerReader reader = new JobManagerReader(http);
        await("a checkpoint")
                .atMost(SOON)
                .until(() -> job(reader) != null && job(reader).latestCompletedId > 0);

        JobSnapshot before = job(reader);
        assertThat(reader.read(null).agent).contains("in Flink 2.3.0");
        assertThat(before.status).isEqualTo("RUNNING");
        assertThat(before.settings).hasSizeGreaterThan(5);
        assertThat(before.settings.get(0).settable).isTrue();
        assertThat(before.recent).isNotEmpty();
        assertThat(before.recent.get(0).duration).isPositive();

        JobOperations operations = reader.operations(before.job);
        assertThat(operations.forecast(Map.of("Timeout", "900000"), 0, -1).lines)
                .anyMatch(line -> line.startsWith("Timeout: ") && line.endsWith("→ 15 min"));
        assertThat(operations.forecast(Map.of("Timeout", "1"), 0, -1).faults).isNotEmpty();
        assertThat(operations.update(Map.of("Timeout", "900000"), "over HTTP", 0, -1))
                .isGreaterThan(before.revision);
        assertThat(job(reader).timeout).isEqualTo(900_000);
        assertThat(job(reader).ledger)
                .anyMatch(line -> line.reason.equals("over HTTP") && line.outcome.equals("DONE"));
        try (BoundedCalls calls = new BoundedCalls()) {
            assertThatThrownBy(() -> calls.call(60_000, () -> operations.abort(99_999)))
                    .isInstanceOf(CallFailedException.class)
                    .hasMessageContaining("not in flight");
        }
        assertThat(operations.suspend("PERIODIC")).startsWith("Suspended: PERIODIC");
        assertThat(job(reader).suspended()).isTrue();
        assertThat(operations.resume()).startsWith("Nothing is suspended.");

        Subscriptions subscriptions = new Subscriptions(http, event -> {});
        subscriptions.follow(List.of(before.job));
        assertThat(subscriptions.supported()).isFalse();
    }

    private static JobSnapshot job(JobManagerReader reader) throws Exception {
        return reader.read(null).job;
    }
}
