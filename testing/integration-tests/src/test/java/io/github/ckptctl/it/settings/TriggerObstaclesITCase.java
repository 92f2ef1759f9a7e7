// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Test that {@code NotTriggering} names what stands in the way of a periodic trigger on a real
 * JobManager, and is empty again when that is over.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
class TriggerObstaclesITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String INTERVAL = "300";
    private static final long SELDOM = 3_600_000;
    private static final int QUEUE = 1_000;

    @TempDir private static Path troubled;

    private static FlinkCluster cluster;
    private static Beans beans;

    private final FlinkLine line;
    @TempDir private Path directory;
    private String job = "";
    private CheckpointCoordinatorMXBean bean;

    TriggerObstaclesITCase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        cluster =
                line.cluster(TriggerObstaclesITCase.class.getSimpleName())
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .troubledFiles(control())
                        .jmx(true)
                        .slots(2)
                        .start();
        beans = new Beans(cluster);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void cancel() {
        if (!isOver()) {
            cluster.rest().cancel(job);
        }
        await("the slots").atMost(SOON).until(this::isOver);
        beans.assertHooksAreWell();
    }

    @Test
    void namesARaisedInterval() {
        // given
        submit();

        // when
        bean.setInterval(SELDOM);

        // then
        awaitReason("Interval was raised from 300 ms to 3600000 ms by ");
        bean.setInterval(300);
        awaitNoReason();
    }

    @Test
    void namesARaisedMinPause() throws IOException {
        // given: checkpoints that take longer than the interval, so that the next is due at once
        Files.writeString(snapshotMillis(), "1500");
        submit(TestJobs.slowSnapshotJob(cluster.distribution()), "1000");

        // when: as long as it may be
        bean.setMinPause(1_000);

        // then
        awaitReason("MinPause was raised from 0 ms to 1000 ms by ");
        bean.setMinPause(0);
        awaitNoReason();
    }

    @Test
    void namesABacklogWithoutAnInterval() throws IOException {
        assumeThat(line.lacks()).doesNotContain(Capability.INTERVAL_DURING_BACKLOG);

        // given
        Path backlog = directory.resolve("backlog");
        submit(
                TestJobs.backlogJob(cluster.distribution()),
                INTERVAL,
                "--backlogFile",
                backlog.toString(),
                "--intervalDuringBacklog",
                "0");

        // when
        Files.createFile(backlog);

        // then
        awaitReason("a source is processing a backlog, and IntervalDuringBacklog is 0");
        Files.delete(backlog);
        awaitNoReason();
    }

    @Test
    void namesASavepointAndAStopInTheWay() throws IOException {
        // given
        submit();

        // when
        hold();
        String savepoint = cluster.rest().startSavepoint(job, null);
        await("the savepoint").atMost(SOON).until(() -> bean.getPendingCount() == 1);
        bean.setInterval(300);

        // then
        awaitReason("savepoint " + bean.getPendingCheckpoints()[0].getId() + " has been in flight");
        letGo();
        cluster.rest().awaitSavepoint(job, savepoint);
        awaitNoReason();

        // when
        hold();
        String stop = cluster.rest().startStopWithSavepoint(job, null);

        // then
        awaitReason("a stop of the job is under way");
        letGo();
        cluster.rest().awaitSavepoint(job, stop);
    }

    @Test
    void namesAFullQueue() throws IOException {
        // given: a savepoint, behind which every request has to wait
        submit();
        hold();
        cluster.rest().startSavepoint(job, null);
        await("the savepoint").atMost(SOON).until(() -> bean.getPendingCount() == 1);

        // when
        for (int i = 0; i < QUEUE; i++) {
            cluster.rest().post("/jobs/" + job + "/checkpoints", new JsonObject());
        }
        bean.setInterval(300);

        // then
        awaitReason(QUEUE + " requests for checkpoints and savepoints are waiting");
    }

    @Test
    void namesCheckpointsThatAreStillBeingDeleted() throws IOException {
        // given
        String checkpoints = FlinkClusterBuilder.troubled(directory.resolve("checkpoints"));
        submit(
                TestJobs.slowSnapshotJob(cluster.distribution()),
                INTERVAL,
                "--set",
                "state.checkpoints.dir=" + checkpoints);

        // when
        Files.writeString(control(), "hung-deletes");

        // then: one may be deleted meanwhile, as one may be in flight
        awaitReason("2 checkpoints have yet to be deleted from the storage, more than the 1 that");
        Files.writeString(control(), "none");
        awaitNoReason();
    }

    private void submit() {
        submit(TestJobs.slowSnapshotJob(cluster.distribution()), INTERVAL);
    }

    /** Starts a job and waits for its first checkpoint. */
    private void submit(JobJar jar, String interval, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of(
                        "--interval",
                        interval,
                        "--timeout",
                        "600000",
                        "--snapshotFile",
                        snapshotMillis().toString()));
        job = cluster.rest().submit(jar, arguments, 2);
        cluster.rest().awaitRunning(job);
        bean = beans.job(job);
        SharedClusterTestBase.awaitCheckpoint(bean);
    }

    /** Leaves no checkpoint in flight, and lets the next snapshots take an hour. */
    private void hold() throws IOException {
        bean.setInterval(SELDOM);
        await("nothing in flight").atMost(SOON).until(() -> bean.getPendingCount() == 0);
        Files.writeString(snapshotMillis(), Long.toString(SELDOM));
    }

    private void letGo() throws IOException {
        Files.writeString(snapshotMillis(), "0");
    }

    private void awaitReason(String reason) {
        await(reason).atMost(SOON).until(bean::getNotTriggering, why -> why.startsWith(reason));
    }

    private void awaitNoReason() {
        SharedClusterTestBase.awaitCheckpoint(bean);
        await("no reason").atMost(SOON).until(() -> bean.getNotTriggering().isEmpty());
    }

    private boolean isOver() {
        return List.of("FINISHED", "CANCELED").contains(cluster.rest().jobStatus(job));
    }

    private Path snapshotMillis() {
        return directory.resolve("snapshotMillis");
    }

    private static Path control() {
        return troubled.resolve("control");
    }
}
