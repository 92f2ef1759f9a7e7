// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.StopResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of a job with incremental checkpoints in RocksDB that is started from the snapshot that it
 * was stopped with: whether its first checkpoint can be restored.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
class ClaimITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    private static FlinkCluster cluster;
    private static Beans beans;

    private final FlinkLine line;
    @TempDir Path temporary;
    private Path directory;
    private String job;

    ClaimITCase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        cluster =
                line.cluster(ClaimITCase.class.getSimpleName())
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(2)
                        .config("state.backend.type", "rocksdb")
                        // a job's own configuration does not turn it on in 1.x
                        .config("state.backend.incremental", "true")
                        // files, however small, rather than a part of the metadata
                        .config("state.storage.fs.memory-threshold", "0b")
                        .config(
                                "execution.checkpointing.externalized-checkpoint-retention",
                                "RETAIN_ON_CANCELLATION")
                        .start();
        beans = new Beans(cluster);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @Test
    @Proves(
            scenario =
                    "RocksDB: after a start from a stop's snapshot, claimed or not, the first"
                            + " checkpoint can be restored")
    void writesACheckpointThatCanBeRestoredInEachClaimModeOfTheAnswer() {
        for (String claimMode : List.of("NO_CLAIM", "CLAIM")) {
            // given
            directory = temporary.resolve(claimMode);
            StopResult stopped = stop(start(null, ""));
            assertThat(stopped.getClaimModes()).containsExactly("NO_CLAIM", "CLAIM");
            assertThat(stopped.getClaimModeOption())
                    .isEqualTo(
                            line.version().matches("1\\.1[89]\\..*")
                                    ? "execution.savepoint-restore-mode"
                                    : "execution.state-recovery.claim-mode");

            // when
            String first = firstCheckpoint(stopped.getExternalPath(), claimMode);

            // then
            CheckpointCoordinatorMXBean restored = start(first, "NO_CLAIM");
            assertThat(restored.getRestoredCount()).isEqualTo(1);
            StopResult savepoint = restored.stopWithSavepoint("", "NATIVE", false, SOON.toMillis());
            assertThat(savepoint.getClaimModes())
                    .as("it stays as Flink has written it")
                    .containsExactly("NO_CLAIM");
            Records records = Records.in(directory);
            assertThat(records.duplicates()).as("%s: %s", claimMode, records).isZero();
            assertThat(records.missing()).as("%s: %s", claimMode, records).isZero();
        }
        beans.assertHooksAreWell();
    }

    @Test
    @Proves(scenario = "RocksDB: a native savepoint of Flink's own must not be claimed")
    void showsThatAClaimedSavepointOfFlinksOwnSpoilsTheFirstCheckpoint() {
        // given
        directory = temporary.resolve("flinks");
        start(null, "");
        String path = cluster.rest().stopWithNativeSavepoint(job);
        awaitStatus("FINISHED");

        // when
        String first = firstCheckpoint(path, "CLAIM");

        // then: where this fails Flink has the fix, and decision 24 can be revisited
        submit(first, "NO_CLAIM");
        await("the failure")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest()
                                        .get("/jobs/" + job + "/exceptions")
                                        .toString()
                                        .contains("FileNotFoundException"));
        cancel();
    }

    /** Starts a job, takes its first checkpoint, and cancels it. */
    private String firstCheckpoint(String path, String claimMode) {
        CheckpointCoordinatorMXBean bean = start(path, claimMode);
        String first = bean.triggerCheckpoint("CONFIGURED").getExternalPath();
        cancel();
        return first;
    }

    /** Starts a job and waits for more records. */
    private CheckpointCoordinatorMXBean start(String path, String claimMode) {
        submit(path, claimMode);
        cluster.rest().awaitRunning(job);
        long read = Records.countRead(directory);
        await("records").atMost(SOON).until(() -> Records.countRead(directory) > read + 50);
        return beans.job(job);
    }

    private void submit(String path, String claimMode) {
        List<String> options = List.of("--interval", "600000", "--directory", directory.toString());
        var jar = TestJobs.exactlyOnceJob(cluster.distribution());
        job =
                path == null
                        ? cluster.rest().submit(jar, options, 2)
                        : cluster.rest().submit(jar, options, 2, path, claimMode);
    }

    private static StopResult stop(CheckpointCoordinatorMXBean bean) {
        return bean.stopWithCheckpoint(false, SOON.toMillis());
    }

    private void cancel() {
        cluster.rest().cancel(job);
        awaitStatus("CANCELED");
    }

    private void awaitStatus(String status) {
        await(status).atMost(SOON).until(() -> cluster.rest().jobStatus(job).equals(status));
    }
}
