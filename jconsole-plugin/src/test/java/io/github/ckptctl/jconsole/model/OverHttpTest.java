// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.mbeans.JobEnd;
import org.jolokia.jvmagent.JolokiaServer;
import org.jolokia.jvmagent.JolokiaServerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of the model over Jolokia's connector, which has neither notifications nor descriptors. */
class OverHttpTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private FakeJob fake;
    private JolokiaServer http;
    private JMXConnector connector;

    @BeforeEach
    void open() throws Exception {
        fake = FakeJob.register(server, "orders", ID);
        http =
                new JolokiaServer(
                        new JolokiaServerConfig(
                                Map.of(
                                        "host",
                                        "127.0.0.1",
                                        "port",
                                        "" + FreePort.onLoopback(),
                                        "discoveryEnabled",
                                        "false")));
        http.start();
        URI url = URI.create(http.getUrl());
        connector =
                JMXConnectorFactory.connect(
                        new JMXServiceURL(
                                "service:jmx:jolokia://127.0.0.1:"
                                        + url.getPort()
                                        + url.getPath()));
    }

    @AfterEach
    void close() throws Exception {
        connector.close();
        http.stop();
        server.unregisterMBean(FakeJob.name("orders", ID));
    }

    @Test
    void readsAndActs() throws Exception {
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        JobManagerReader reader = new JobManagerReader(connection);

        JobSnapshot job = reader.read(null).job;
        assertThat(job.name).isEqualTo("Orders, EU");
        assertThat(job.settings.get(0).shownEffective()).isEqualTo("10 min");
        assertThat(job.settings.get(0).settable).isTrue();
        assertThat(job.pending.get(0).summary(FakeJob.NOW))
                .startsWith("checkpoint 12: 3 of 4 tasks");
        assertThat(job.recent).extracting(one -> one.id).contains(9L, 11L);
        assertThat(job.history).hasSize(1);

        JobOperations operations = reader.operations(job.job);
        // the connector makes no value of an empty array, so neither this nor suspend returns much
        assertThat(operations.forecast(Map.of("Timeout", "900000"), 0, -1).faults).isEmpty();
        assertThat(operations.update(Map.of("Timeout", "900000"), "why", 0, -1)).isEqualTo(2);
        assertThat(fake.timeout()).isEqualTo(900_000);
        assertThat(operations.suspend("ALL")).startsWith("Done");
        assertThat(reader.read(null).job.suspended()).isTrue();
        try (BoundedCalls calls = new BoundedCalls()) {
            assertThatThrownBy(() -> calls.call(60_000, () -> operations.abort(99)))
                    .isInstanceOf(CallFailedException.class)
                    .hasMessageContaining("checkpoint is not in flight");
        }
    }

    @Test
    void showsACheckpointThatSurvivesNothing() throws Exception {
        fake.survives = new JobEnd[0];

        JobSnapshot job = new JobManagerReader(connector.getMBeanServerConnection()).read(null).job;

        assertThat(job.latestCompletedId).isEqualTo(9);
        assertThat(job.settings).hasSize(3);
    }

    @Test
    void doesWithoutNotifications() throws Exception {
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        Subscriptions subscriptions = new Subscriptions(connection, event -> {});

        subscriptions.follow(List.copyOf(new JobManagerReader(connection).read(null).jobs));

        assertThat(subscriptions.supported()).isFalse();
        subscriptions.end();
    }
}
