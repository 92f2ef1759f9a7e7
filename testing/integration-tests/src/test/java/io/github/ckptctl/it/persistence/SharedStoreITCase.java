// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.persistence;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of two real clusters that persist their records in one place, and have a job of the same id.
 */
@Tag("full")
class SharedStoreITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String JOB = "00000000000000000000000000000000";

    @TempDir private Path store;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "two clusters with one `store` and a job of the same id leave each other's record alone")
    void keepsTheRecordsOfTwoClustersApart(FlinkLine line, TestInfo test) {
        int port = FreePort.onLoopback();
        try (FlinkCluster first = cluster(line, test, "first", port, "")) {
            // given
            CheckpointCoordinatorMXBean bean = submit(first);
            bean.setTimeout(700_000);
            bean.suspend("ALL");

            try (FlinkCluster second = cluster(line, test, "second", FreePort.onLoopback(), "")) {
                // when
                CheckpointCoordinatorMXBean other = submit(second);

                // then
                assertAsSubmitted(other);
                other.setTimeout(900_000);
                bean.setTimeout(800_000);

                // when: one of the two is over
                second.rest().cancel(JOB);
                await("its end").atMost(SOON).until(() -> new Beans(second).jobNames().isEmpty());
                assertThat(new Beans(second).agent().getPersistenceProblem()).isEmpty();
            }

            // then
            bean.setMinPause(5);
            assertThat(new Beans(first).agent().getPersistenceProblem()).isEmpty();
            first.jobManager().kill();
        }
        try (FlinkCluster again = cluster(line, test, "again", port, "")) {
            CheckpointCoordinatorMXBean bean = submit(again);
            assertThat(bean.getTimeout()).isEqualTo(800_000);
            assertThat(bean.getMinPause()).isEqualTo(5);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.ALL);
            assertThat(bean.getTriggeredCount()).isZero();
            new Beans(again).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "two clusters of the same name with one `store`: the second takes nothing from the first, and both are told")
    void takesNoNameThatALiveClusterHas(FlinkLine line, TestInfo test) {
        String name = ",store.cluster=orders";
        try (FlinkCluster first = cluster(line, test, "first", FreePort.onLoopback(), name)) {
            // given
            CheckpointCoordinatorMXBean bean = submit(first);
            bean.setTimeout(700_000);
            bean.suspend("ALL");
            assertThat(new Beans(first).agent().getPersistenceCluster()).startsWith("orders ");

            try (FlinkCluster second = cluster(line, test, "second", FreePort.onLoopback(), name)) {
                // when
                CheckpointCoordinatorMXBean other = submit(second);

                // then: it has a name of its own
                assertAsSubmitted(other);
                assertThat(new Beans(second).agent().getPersistenceCluster())
                        .matches("orders-[0-9a-f]{8} .*");
                assertThat(new Beans(second).agent().getPersistenceProblem())
                        .contains("orders", "store.cluster", Long.toString(pid(first)));
                await("the first to be told")
                        .atMost(SOON)
                        .untilAsserted(
                                () ->
                                        assertThat(new Beans(first).agent().getPersistenceProblem())
                                                .contains(
                                                        "store.cluster",
                                                        Long.toString(pid(second))));
                other.setTimeout(900_000);
                second.rest().cancel(JOB);
                await("its end").atMost(SOON).until(() -> new Beans(second).jobNames().isEmpty());
                new Beans(second).assertHooksAreWell();
            }

            // then
            bean.setTimeout(800_000);
            first.jobManager().kill();
        }
        try (FlinkCluster again = cluster(line, test, "again", FreePort.onLoopback(), name)) {
            CheckpointCoordinatorMXBean bean = submit(again);
            assertThat(bean.getTimeout()).isEqualTo(800_000);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.ALL);
            assertThat(new Beans(again).agent().getPersistenceProblem()).isEmpty();
            new Beans(again).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "two ZooKeepers with one `high-availability.storageDir` and cluster id: no record is shared")
    void keepsTheRecordsOfTwoZooKeepersApart(FlinkLine line, TestInfo test) {
        try (FlinkCluster first = elected(line, test, "first");
                FlinkCluster second = elected(line, test, "second")) {
            // given
            CheckpointCoordinatorMXBean bean = submit(first);
            bean.setTimeout(700_000);
            bean.suspend("ALL");

            // when
            CheckpointCoordinatorMXBean other = submit(second);

            // then
            assertThat(new Beans(second).agent().getPersistenceLocation())
                    .isEqualTo(new Beans(first).agent().getPersistenceLocation());
            assertAsSubmitted(other);
            other.setTimeout(900_000);
            bean.setTimeout(800_000);
            second.rest().cancel(JOB);
            await("its end").atMost(SOON).until(() -> new Beans(second).jobNames().isEmpty());
            bean.setMinPause(5);
            bean.resume();
            SharedClusterTestBase.awaitCheckpoint(bean);
            first.rest().cancel(JOB);
        }
    }

    private static void assertAsSubmitted(CheckpointCoordinatorMXBean bean) {
        assertThat(bean.getTimeout()).isEqualTo(600_000);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(bean.getHistory()).isEmpty();
        SharedClusterTestBase.awaitCheckpoint(bean);
    }

    private FlinkCluster cluster(
            FlinkLine line, TestInfo test, String which, int port, String options) {
        return line.cluster(name(test, which))
                .config("jobmanager.rpc.port", Integer.toString(port))
                .agent(AgentJar.path(), "jolokia.enabled=false,store=" + store.toUri() + options)
                .jmx(true)
                .start();
    }

    private FlinkCluster elected(FlinkLine line, TestInfo test, String which) {
        return line.cluster(name(test, which))
                .highAvailability(1)
                .config("high-availability.storageDir", store.toUri().toString())
                .agent(AgentJar.path(), "jolokia.enabled=false")
                .jmx(true)
                .start();
    }

    private static String name(TestInfo test, String which) {
        return "SharedStoreITCase." + test.getTestMethod().orElseThrow().getName() + "." + which;
    }

    private static long pid(FlinkCluster cluster) {
        return cluster.jobManagerPid();
    }

    private static CheckpointCoordinatorMXBean submit(FlinkCluster cluster) {
        new Beans(cluster).agent();
        cluster.rest()
                .submitAs(
                        JOB,
                        TestJobs.slowSnapshotJob(cluster.distribution()),
                        List.of("--interval", "500", "--timeout", "600000"),
                        1);
        cluster.rest().awaitRunning(JOB);
        return new Beans(cluster).job(JOB);
    }
}
