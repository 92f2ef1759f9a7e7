// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.persistence;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.UnpinOutcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of pinned checkpoints of a job with incremental checkpoints in RocksDB. */
@Tag("full")
class PinsITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int TEN_TIMES = 10;

    /** The keys of the job, each of which has a timer in RocksDB. */
    private static final int KEYS = 64;

    @TempDir private Path directory;

    private FlinkCluster cluster;
    private String job;
    private CheckpointCoordinatorMXBean bean;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#eachOnce")
    @Proves(
            value = Capability.PINS,
            scenario =
                    "RocksDB, incremental: a pinned checkpoint outlives ten newer ones, a failover,"
                            + " a killed JobManager and the job, and another job starts from it")
    void outlivesTheNewerOnesTheLeaderAndTheJob(FlinkLine line, TestInfo test) {
        try (FlinkCluster started = start(line, test)) {
            // given
            cluster = started;
            submit(directory.resolve("first"), null, "200", "--interval", "100");
            await("records of all keys")
                    .atMost(SOON)
                    .until(() -> Records.countRead(directory.resolve("first")) > 5 * KEYS);

            // when: two, of which one is let go
            PinnedCheckpoint pinned = pinNext("before the upgrade");
            PinnedCheckpoint other = pinNext("");
            awaitNewer(TEN_TIMES);

            // then
            assertThat(bean.getPinnedCheckpoints())
                    .extracting(PinnedCheckpoint::getId)
                    .containsExactly(pinned.getId(), other.getId());
            assertThat(bean.getPinnedCheckpoints()).noneMatch(PinnedCheckpoint::isInStore);
            assertThat(bean.unpinCheckpoint(other.getId()).getOutcome())
                    .isEqualTo(UnpinOutcome.DELETED);
            await("the other one to go").atMost(SOON).until(() -> !isLeft(other.getExternalPath()));
            await("all others to go, but the newest")
                    .atMost(SOON)
                    .until(() -> directories(pinned).size() <= 3);

            // when: a failover, which goes back to the newest
            cluster.killTaskManager(0);
            cluster.startTaskManager();
            await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
            cluster.rest().awaitRunning(job);

            // then
            assertThat(cluster.rest().checkpoints(job).restoredId())
                    .isGreaterThanOrEqualTo(pinned.getId() + TEN_TIMES);
            awaitNewer(1);
            new Beans(cluster).assertHooksAreWell();

            // when: the next leader
            cluster.jobManager().kill();
            cluster.startJobManager();
            Beans beans = new Beans(cluster);
            cluster.rest().awaitRunning(job);
            bean = beans.job(job);

            // then
            assertThat(cluster.rest().checkpoints(job).restoredId())
                    .isGreaterThan(pinned.getId() + TEN_TIMES);
            assertThat(bean.getPinnedCheckpoints())
                    .singleElement()
                    .satisfies(
                            after -> {
                                assertThat(after.getExternalPath())
                                        .isEqualTo(pinned.getExternalPath());
                                assertThat(after.getReason()).isEqualTo("before the upgrade");
                                assertThat(after.getPinnedAt()).isEqualTo(pinned.getPinnedAt());
                                assertThat(after.isInStore()).isFalse();
                            });
            awaitNewer(TEN_TIMES);

            // when: the end of the job
            CompletedCheckpointInfo newest = bean.getLatestCompletedCheckpoint();
            cluster.rest().cancel(job);
            await("the end")
                    .atMost(SOON)
                    .until(() -> cluster.rest().jobStatus(job).equals("CANCELED"));
            await("the newest one to go")
                    .atMost(SOON)
                    .until(() -> !isLeft(newest.getExternalPath()));

            // then: another job finds all of its state, in whatever files
            assertThat(isLeft(pinned.getExternalPath())).isTrue();
            submit(
                    directory.resolve("second"),
                    pinned.getExternalPath(),
                    "1",
                    "--interval",
                    "600000");
            assertThat(cluster.rest().checkpoints(job).restoredId()).isEqualTo(pinned.getId());
            bean.stopWithCheckpoint(true, SOON.toMillis());
            assertThat(directory.resolve("second").resolve("fired").toFile().list())
                    .as("timers of the keys, of which the second job has read few")
                    .hasSize(KEYS);
            assertThat(Records.countRead(directory.resolve("second"))).isLessThan(KEYS);
            beans.assertHooksAreWell();
        }
    }

    private static FlinkCluster start(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .highAvailability(1)
                .agent(AgentJar.path(), "jolokia.enabled=false")
                .jmx(true)
                .slots(2)
                .config("state.backend.type", "rocksdb")
                // a job's own configuration does not turn it on in 1.x
                .config("state.backend.incremental", "true")
                // files, however small, rather than a part of the metadata
                .config("state.storage.fs.memory-threshold", "0b")
                .config("restart-strategy.type", "fixed-delay")
                .config("restart-strategy.fixed-delay.attempts", "100")
                .config("restart-strategy.fixed-delay.delay", "100 ms")
                .start();
    }

    private void submit(Path output, String path, String recordsPerSecond, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--directory",
                                output.toString(),
                                "--recordsPerSecond",
                                recordsPerSecond));
        all.addAll(List.of(options));
        JobJar jar = TestJobs.exactlyOnceJob(cluster.distribution());
        job =
                path == null
                        ? cluster.rest().submit(jar, all, 2)
                        : cluster.rest().submit(jar, all, 2, path, "NO_CLAIM");
        cluster.rest().awaitRunning(job);
        bean = new Beans(cluster).job(job);
    }

    /** Pins the newest checkpoint, after another one has completed. */
    private PinnedCheckpoint pinNext(String reason) {
        awaitNewer(1);
        PinnedCheckpoint pinned = bean.pinCheckpoint(-1, reason);
        assertThat(isLeft(pinned.getExternalPath())).isTrue();
        CompletedCheckpointInfo newest = bean.getLatestCompletedCheckpoint();
        if (newest.getId() == pinned.getId()) {
            assertThat(newest.getSurvives()).containsExactly(JobEnd.values());
        }
        return pinned;
    }

    private void awaitNewer(int count) {
        long before = bean.getLatestCompletedId();
        await(count + " more")
                .atMost(SOON)
                .until(() -> bean.getLatestCompletedId() >= before + count);
    }

    private static boolean isLeft(String path) {
        return Files.exists(Path.of(URI.create(path)).resolve("_metadata"));
    }

    /** Returns the directories of the job's checkpoints. */
    private static List<String> directories(PinnedCheckpoint checkpoint) {
        Path ofJob = Path.of(URI.create(checkpoint.getExternalPath())).getParent();
        return List.of(ofJob.toFile().list((parent, name) -> name.startsWith("chk-")));
    }
}
