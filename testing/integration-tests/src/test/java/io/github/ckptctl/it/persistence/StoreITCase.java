// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.persistence;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Test of settings persisted as the option {@code store} specifies, on real JobManagers that are
 * killed.
 */
class StoreITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir private Path directory;

    /** A JobManager that is started to replace another one has its address. */
    private final int port = FreePort.onLoopback();

    @ParameterizedTest
    @Tag("main")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(
            value = Capability.PERSISTENCE,
            scenario = "what is set outlives a killed JobManager, in the directory of `store`")
    void outlivesAKilledJobManager(FlinkLine line, TestInfo test) {
        // given
        try (FlinkCluster first = cluster(line, test)) {
            assertThat(new Beans(first).agent().getPersistenceLocation())
                    .isEqualTo(FlinkClusterBuilder.troubled(store()));
            CheckpointCoordinatorMXBean bean = submit(first, "--interval", "500");
            assertThat(new Beans(first).agent().getPersistenceCluster())
                    .startsWith("127.0.0.1_" + port + " (jobmanager.rpc.address");
            SharedClusterTestBase.awaitCheckpoint(bean);
            bean.updateSettings(
                    Map.of(
                            "Timeout", "700000",
                            "SavepointTimeout", "1800000",
                            "InitialDelay", "3600000",
                            "TolerableFailedCheckpoints", "5"),
                    "slow store",
                    0,
                    -1);
            bean.setInterval(600);
            bean.suspend("PERIODIC");
            first.jobManager().kill();
        }

        try (FlinkCluster second = cluster(line, test)) {
            // when: submitted again under its id, with another interval
            CheckpointCoordinatorMXBean bean = submit(second, "--interval", "400");

            // then
            assertThat(bean.getTimeout()).isEqualTo(700_000);
            assertThat(bean.getSavepointTimeout()).isEqualTo(1_800_000);
            assertThat(bean.getTolerableFailedCheckpoints()).isEqualTo(5);
            assertThat(bean.getInterval()).isEqualTo(400);
            assertThat(bean.getRevision()).isEqualTo(3);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            assertThat(bean.getTriggeredCount()).isZero();
            assertThat(Arrays.stream(bean.getHistory()).map(ChangeHistoryEntry::getAction))
                    .containsExactly(
                            "updateSettings", "updateSettings", "suspend", "recover", "recover");
            assertThat(second.jobManagerLog())
                    .content()
                    .contains(
                            "Job " + JOB + ": recover: Timeout=",
                            "Job " + JOB + ": recover: PERIODIC");

            // and: its first checkpoint waits, until an operator wants it now
            bean.resume();
            assertThat(bean.getNextTriggerAt() - System.currentTimeMillis())
                    .isGreaterThan(1_800_000);
            bean.setInitialDelay(0);
            SharedClusterTestBase.awaitCheckpoint(bean);
            second.rest().cancel(JOB);
            await("the record to go").atMost(SOON).until(() -> Files.notExists(records()));
            new Beans(second).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "a store that is full, read-only or hung: changes are refused, the job runs on")
    void rejectsWhatCannotBeKept(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(cluster, "--interval", "500");
            bean.setTimeout(700_000);

            for (String trouble : List.of("full", "read-only", "hung")) {
                // when
                trouble(trouble);

                // then
                assertThatIllegalStateException()
                        .as(trouble)
                        .isThrownBy(() -> bean.setTimeout(800_000))
                        .withMessageContaining("could not be kept")
                        .withMessageContaining("store.required=false");
                assertThatIllegalStateException().as(trouble).isThrownBy(() -> bean.suspend("ALL"));
                assertThat(bean.getTimeout()).isEqualTo(700_000);
                assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
                SharedClusterTestBase.awaitCheckpoint(bean);
                trouble("none");
                await("a change to be kept")
                        .atMost(SOON)
                        .ignoreExceptions()
                        .until(
                                () -> {
                                    bean.suspend("PERIODIC");
                                    return bean.resume().getSuspension() == SuspensionMode.NONE;
                                });
            }
            cluster.rest().cancel(JOB);
            new Beans(cluster).assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "a store that is full, read-only or hung: what opens is carried out, said not to be kept, and kept later")
    void opensWhatCannotBeKept(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(cluster, "--interval", "500");

            for (String trouble : List.of("full", "read-only", "hung")) {
                // given
                bean.setTimeout(700_000);
                bean.suspend("PERIODIC");

                // when
                trouble(trouble);

                SuspensionResult resumed = bean.resume();
                bean.resetSettings();

                // then: it reports what a restart would bring back
                assertThat(resumed.getSuspension()).isEqualTo(SuspensionMode.NONE);
                assertThat(resumed.getWarnings())
                        .as(trouble)
                        .anyMatch(warning -> warning.contains("begins with suspended PERIODIC"));
                assertThat(bean.getTimeout()).isEqualTo(600_000);
                SharedClusterTestBase.awaitCheckpoint(bean);
                assertThat(bean.getPersistenceProblem())
                        .as(trouble)
                        .contains("is not kept", "suspended PERIODIC", "Timeout=700000 ms");

                // when
                trouble("none");

                // then
                await("it to be kept")
                        .atMost(SOON)
                        .until(() -> bean.getPersistenceProblem().isEmpty());
            }
            new Beans(cluster).assertHooksAreWell();
            cluster.jobManager().kill();
        }
        try (FlinkCluster again = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(again, "--interval", "500");
            assertThat(bean.getTimeout()).isEqualTo(600_000);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
            again.rest().cancel(JOB);
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "taken out while its store is read-only or hung: the job is open, the log says what stays")
    void isTakenOutThoughARecordCannotBe(FlinkLine line, TestInfo test) throws Exception {
        for (String trouble : List.of("read-only", "hung")) {
            // given
            trouble("none");
            try (FlinkCluster cluster = cluster(line, test)) {
                CheckpointCoordinatorMXBean bean = submit(cluster, "--interval", "500");
                bean.suspend("PERIODIC");
                long completed = completed(cluster);
                trouble(trouble);

                // when
                new Beans(cluster).agent().detach();

                // then
                await("a checkpoint").atMost(SOON).until(() -> completed(cluster) > completed);
                await("the log")
                        .atMost(SOON)
                        .until(
                                () ->
                                        cluster.jobManager()
                                                .logText()
                                                .contains(
                                                        trouble.equals("hung")
                                                                ? "The storage has not answered for 10000 ms"
                                                                : "begins with suspended PERIODIC"));
            }
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            scenario =
                    "a torn record is set aside, the job starts as submitted; a hung store holds up nothing")
    void startsWithoutWhatCannotBeRead(FlinkLine line, TestInfo test) throws Exception {
        // given
        try (FlinkCluster first = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(first, "--interval", "500");
            bean.setTimeout(700_000);
            first.jobManager().kill();
        }
        Path record = record();
        String whole = Files.readString(record);

        // when: torn
        Files.writeString(record, whole.substring(0, whole.length() / 2));
        try (FlinkCluster second = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(second, "--interval", "500");

            // then
            assertThat(bean.getTimeout()).isEqualTo(600_000);
            assertThat(second.jobManager().logText()).contains("is set aside as");
            SharedClusterTestBase.awaitCheckpoint(bean);
            bean.setTimeout(800_000);
            second.jobManager().kill();
        }

        // when: it does not respond
        trouble("hung");
        try (FlinkCluster third = cluster(line, test)) {
            CheckpointCoordinatorMXBean bean = submit(third, "--interval", "500");

            // then
            assertThat(bean.getTimeout()).isEqualTo(600_000);
            SharedClusterTestBase.awaitCheckpoint(bean);
            trouble("none");
            await("the record").atMost(SOON).until(() -> bean.getTimeout() == 800_000);
            third.rest().cancel(JOB);
            new Beans(third).assertHooksAreWell();
        }
    }

    private FlinkCluster cluster(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .config("jobmanager.rpc.port", Integer.toString(port))
                .troubledFiles(control())
                .agent(
                        AgentJar.path(),
                        "jolokia.enabled=false,store=" + FlinkClusterBuilder.troubled(store()))
                .jmx(true)
                .start();
    }

    private static CheckpointCoordinatorMXBean submit(FlinkCluster cluster, String... options) {
        List<String> all =
                Stream.concat(Stream.of(options), Stream.of("--timeout", "600000")).toList();
        cluster.rest().submitAs(JOB, TestJobs.slowSnapshotJob(cluster.distribution()), all, 1);
        cluster.rest().awaitRunning(JOB);
        return new Beans(cluster).job(JOB);
    }

    private static long completed(FlinkCluster cluster) {
        return cluster.rest().checkpoints(JOB).counts().completed();
    }

    private Path control() {
        return directory.resolve("trouble");
    }

    private void trouble(String trouble) throws IOException {
        Files.writeString(control(), trouble);
    }

    private Path store() {
        return directory.resolve("store");
    }

    private Path records() {
        return store().resolve("127.0.0.1_" + port).resolve(JOB);
    }

    private Path record() {
        try (Stream<Path> files = Files.list(records())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
