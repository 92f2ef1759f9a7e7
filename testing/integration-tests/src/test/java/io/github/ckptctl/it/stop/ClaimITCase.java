// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
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
import java.util.List;

import static io.github.ckptctl.it.stop.ExactlyOnceJob.SOON;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of a job with incremental checkpoints in RocksDB that is started from the snapshot that it
 * was stopped with: whether its first checkpoint can be restored.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
class ClaimITCase {

    private static FlinkCluster cluster;
    private static Beans beans;

    private final FlinkLine line;
    @TempDir Path temporary;

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
    void writesACheckpointThatRestoresInEachAnsweredClaimMode() {
        for (String claimMode : List.of("NO_CLAIM", "CLAIM")) {
            // given
            ExactlyOnceJob job = new ExactlyOnceJob(cluster, beans, temporary.resolve(claimMode));
            StopResult stopped = job.startAndStop();
            assertThat(stopped.getClaimModes()).containsExactly("NO_CLAIM", "CLAIM");
            assertThat(stopped.getClaimModeOption())
                    .isEqualTo(
                            line.version().matches("1\\.1[89]\\..*")
                                    ? "execution.savepoint-restore-mode"
                                    : "execution.state-recovery.claim-mode");

            // when
            String first = job.firstCheckpoint(stopped.getExternalPath(), claimMode);

            // then
            CheckpointCoordinatorMXBean restored = job.start(first, "NO_CLAIM");
            assertThat(restored.getRestoredCount()).isEqualTo(1);
            StopResult savepoint = restored.stopWithSavepoint("", "NATIVE", false, SOON.toMillis());
            assertThat(savepoint.getClaimModes())
                    .as("it stays as Flink has written it")
                    .containsExactly("NO_CLAIM");
            Records records = job.records();
            assertThat(records.duplicates()).as("%s: %s", claimMode, records).isZero();
            assertThat(records.missing()).as("%s: %s", claimMode, records).isZero();
        }
        beans.assertHooksAreWell();
    }

    @Test
    @Proves(scenario = "RocksDB: a native savepoint of Flink's own must not be claimed")
    void showsThatAClaimedNativeSavepointSpoilsTheFirstCheckpoint() {
        // given
        ExactlyOnceJob job = new ExactlyOnceJob(cluster, beans, temporary.resolve("flinks"));
        job.start();
        String path = cluster.rest().stopWithNativeSavepoint(job.id());
        job.awaitStatus("FINISHED");

        // when
        String first = job.firstCheckpoint(path, "CLAIM");

        // then: where this fails Flink has the fix, and decision 24 can be revisited
        job.submit(first, "NO_CLAIM");
        job.awaitFailure("FileNotFoundException");
        job.cancel();
    }
}
