// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.attach;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.ClassHistogram;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.it.support.ThreadDump;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the agent attached to a running JobManager, detached from it, and attached again. */
class AttachITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    /** Long enough for the agent to attach and receive its commands, also on a busy machine. */
    private static final long SUBMITTED_TIMEOUT = 60_000;

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(scenario = "attached to a JobManager that runs: a checkpoint in flight is saved")
    void savesACheckpointThatWasInFlightBeforeItCame(
            FlinkLine line, TestInfo test, @TempDir Path directory) throws Exception {
        Path snapshotMillis = Files.writeString(directory.resolve("millis"), "3600000");
        try (FlinkCluster cluster = line.cluster(test).jmx(true).start()) {
            // given: a checkpoint that is not done in time, and none after it for an hour
            String job =
                    submit(
                            cluster,
                            "--interval",
                            "3600000",
                            "--timeout",
                            Long.toString(SUBMITTED_TIMEOUT),
                            "--snapshotFile",
                            snapshotMillis.toString());
            trigger(cluster, job);

            // when
            long pid = cluster.jobManagerPid();
            AgentProgram attached = AgentProgram.run("attach", pid, "jolokia.port=0");

            // then
            assertThat(attached.output())
                    .contains("ClusterEntrypoint", "HTTP: http://127.0.0.1:", "jobs: 1", job);
            assertThat(attached.exitCode()).isZero();
            assertThat(openFiles(pid)).contains(AgentJar.path());
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            assertThat(beans.agent().getStartedBy()).isEqualTo("ATTACH");
            beans.assertLacksOnlyWhat(line);
            assertThat(beans.agent().getConsoleUrl())
                    .isEqualTo(cluster.webUrl().resolve("/ckptctl/").toString());
            await("what is in flight to be taken in")
                    .atMost(SOON)
                    .until(() -> bean.getPendingCount() == 1);
            long doomed = bean.getPendingCheckpoints()[0].getId();
            bean.setTimeout(3_600_000);
            RescheduleResult[] results = bean.rescheduleInFlight();
            assertThat(results)
                    .singleElement()
                    .extracting(RescheduleResult::getOutcome)
                    .isEqualTo(RescheduleOutcome.RESCHEDULED);
            await("the submitted timeout to pass")
                    .atMost(SOON)
                    .until(() -> bean.getOldestPendingAge() > SUBMITTED_TIMEOUT);
            Files.writeString(snapshotMillis, "0");
            // not the latest: on 2.3 the trigger above may have queued behind the first periodic
            // one
            await("the checkpoint to end")
                    .atMost(SOON)
                    .until(
                            () ->
                                    !bean.describeCheckpoint(doomed)
                                            .getStatus()
                                            .equals("IN_PROGRESS"));
            CheckpointDescription saved = bean.describeCheckpoint(doomed);
            assertThat(saved.getStatus()).isEqualTo("COMPLETED");
            assertThat(saved.getDuration()).isGreaterThan(SUBMITTED_TIMEOUT);
            assertThat(bean.getRestoredCount()).isZero();

            // and: everything else works for it too
            cluster.rest().cancel(job);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @Tag("main")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(scenario = "detached, its classes collected, attached again")
    void detachesWithoutATraceAndComesAgain(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = line.cluster(test).jmx(true).start()) {
            // given: an override and a suspension
            String job = submit(cluster, "--interval", "500", "--timeout", "600000");
            long pid = cluster.jobManagerPid();
            assertThat(AgentProgram.run("attach", pid, "jolokia.port=0").exitCode()).isZero();
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            bean.updateSettings(Map.of("Interval", "3600000"), "", 0, -1);
            bean.suspend("ALL");
            AgentProgram again = AgentProgram.run("attach", pid);
            assertThat(again.output()).contains("there already; nothing was done", "jobs: 1");
            assertThat(again.exitCode()).isZero();

            assertThat(loaders(pid)).isEqualTo(1);
            awaitIntervalInFlinksMetrics(cluster, job, "3600000");

            // when
            AgentProgram detached = AgentProgram.run("detach", pid);

            // then: stock again, with nothing left behind
            assertThat(detached.output()).contains("run on with their submitted settings");
            assertThat(detached.exitCode()).isZero();
            assertThat(beans.jobNames()).isEmpty();
            assertThat(beans.connection().isRegistered(CheckpointObjectNames.agent())).isFalse();
            long completed = cluster.rest().checkpoints(job).history().size();
            await("checkpoints at the submitted interval")
                    .atMost(SOON)
                    .until(() -> cluster.rest().checkpoints(job).history().size() > completed + 2);
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
            await("its threads to end")
                    .atMost(SOON)
                    .until(() -> !ThreadDump.of(pid).contains("\"ckptctl"));
            await("its classes to be free")
                    .atMost(SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(loaders(pid)).isZero());

            // and
            AgentProgram attached = AgentProgram.run("attach", pid, "jolokia.port=0");
            assertThat(attached.output()).contains("jobs: 1");
            assertThat(attached.exitCode()).isZero();
            CheckpointCoordinatorMXBean second = beans.job(job);
            assertThat(second.getInterval()).isEqualTo(500);
            second.setInterval(700);
            awaitIntervalInFlinksMetrics(cluster, job, "700");
            SharedClusterTestBase.awaitCheckpoint(second);
            cluster.rest().cancel(job);
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void putsNoOtherVersionOverTheOneThatIsThere(
            FlinkLine line, @TempDir Path directory, TestInfo test) throws Exception {
        Path newer = AgentJar.as("99.0.0", directory);
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            // given
            String present = new Beans(cluster).agent().getVersion();
            long pid = cluster.jobManagerPid();

            // when
            AgentProgram over = AgentProgram.of(newer, "attach", pid);
            AgentProgram detached = AgentProgram.of(newer, "detach", pid);
            AgentProgram after = AgentProgram.of(newer, "attach", pid);

            // then: the output names the remedy, and the version in effect if it is not followed
            assertThat(over.output())
                    .contains("ckptctl " + present + " is in JVM " + pid + " already")
                    .contains("restart it with the newer jar");
            assertThat(over.exitCode()).isEqualTo(2);
            assertThat(detached.exitCode()).isZero();
            assertThat(after.output()).contains(present + " before: that one is at work again");
            assertThat(after.exitCode()).isEqualTo(1);
            assertThat(new Beans(cluster).agent().getVersion()).isEqualTo(present);
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void leavesOtherJvmsAlone(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster = line.cluster(test).start()) {
            // when
            long taskManager = cluster.taskManagers().get(0).pid();
            AgentProgram onTaskManager = AgentProgram.run("attach", taskManager);
            AgentProgram onNobody = AgentProgram.run("attach", "999999999");
            AgentProgram nonsense = AgentProgram.run("attach", "one", "two", "three");
            AgentProgram asked = AgentProgram.run();

            // then
            assertThat(onTaskManager.output()).contains("TaskManagerRunner", "not a JobManager");
            assertThat(onTaskManager.exitCode()).isEqualTo(2);
            assertThat(openFiles(taskManager)).isNotEmpty().doesNotContain(AgentJar.path());
            assertThat(onNobody.output()).contains("999999999 cannot be attached to");
            assertThat(onNobody.exitCode()).isEqualTo(1);
            assertThat(nonsense.exitCode()).isEqualTo(2);
            assertThat(asked.output()).contains("attach [pid]", "detach", "-javaagent:");
            assertThat(asked.exitCode()).isZero();
        }
    }

    /**
     * Returns the files that a JVM has open; a jar that was loaded into it remains among them for
     * good.
     */
    private static List<Path> openFiles(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.filter(Files::isRegularFile).map(AttachITCase::target).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitIntervalInFlinksMetrics(
            FlinkCluster cluster, String job, String value) {
        String path = "/jobs/" + job + "/metrics?get=checkpointControl.interval";
        await("the metric")
                .atMost(SOON)
                .until(() -> cluster.rest().get(path).toString().contains("\"" + value + "\""));
    }

    private static int loaders(long pid) {
        return ClassHistogram.of(pid).instances("io.github.ckptctl.agent.AgentClassLoader");
    }

    private static String submit(FlinkCluster cluster, String... options) {
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of(options),
                                2);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static void trigger(FlinkCluster cluster, String job) {
        JsonObject body = new JsonObject();
        body.addProperty("checkpointType", "CONFIGURED");
        cluster.rest().post("/jobs/" + job + "/checkpoints", body);
        await("the checkpoint")
                .atMost(SOON)
                .until(() -> !cluster.rest().checkpoints(job).history().isEmpty());
    }
}
