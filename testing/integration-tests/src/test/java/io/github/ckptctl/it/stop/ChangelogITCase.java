// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.ChangelogBackend;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.StopResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static io.github.ckptctl.it.stop.ExactlyOnceJob.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Test of a job with the changelog state backend, over RocksDB, that is started from the snapshot
 * that it was stopped with.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
class ChangelogITCase {

    @TempDir static Path changes;

    private static FlinkCluster cluster;
    private static Beans beans;

    @TempDir Path directory;
    private ExactlyOnceJob job;

    ChangelogITCase(FlinkLine line) {
        assertThat(line.version()).isEqualTo(cluster.distribution().version());
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        cluster =
                ChangelogBackend.in(line, line.cluster("ChangelogITCase"), changes)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(2)
                        .config("state.storage.fs.memory-threshold", "0b")
                        .config(
                                "execution.checkpointing.externalized-checkpoint-retention",
                                "RETAIN_ON_CANCELLATION")
                        .start();
        beans = new Beans(cluster);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void createJob() {
        job = new ExactlyOnceJob(cluster, beans, directory);
    }

    @Test
    @Proves(
            scenario =
                    "changelog over RocksDB: a stop's snapshot is claimed, and the first checkpoint"
                            + " after the start can be restored")
    void canBeClaimedAndSaysThatNothingElseDoes() throws Exception {
        // given
        StopResult stopped = job.startAndStop();
        assertThat(stopped.getClaimModes()).containsExactly("CLAIM");
        assertThat(Files.readString(cluster.jobManagerLog()))
                .contains(stopped.getClaimModeOption() + ": CLAIM\n")
                .doesNotContain(stopped.getClaimModeOption() + ": NO_CLAIM");

        // when
        String first = job.firstCheckpoint(stopped.getExternalPath(), "CLAIM");

        // then
        CheckpointCoordinatorMXBean restored = job.start(first, "CLAIM");
        assertThat(restored.getRestoredCount()).isEqualTo(1);
        assertThatThrownBy(() -> restored.stopWithSavepoint("", "NATIVE", false, SOON.toMillis()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("could not be restored")
                .hasMessageContaining("CANONICAL; the job runs on");
        StopResult canonical = restored.stopWithSavepoint("", "CANONICAL", false, SOON.toMillis());
        assertThat(canonical.getClaimModes()).containsExactly("CLAIM");
        Records records = job.records();
        assertThat(records.duplicates()).as("%s", records).isZero();
        assertThat(records.missing()).as("%s", records).isZero();
        beans.assertHooksAreWell();
    }

    @Test
    void failsOverAtEachCheckpointInFlinksDefaultMode() {
        // given
        StopResult stopped = job.startAndStop();

        // when: as flink run -s does
        CheckpointCoordinatorMXBean bean = job.start(stopped.getExternalPath(), "NO_CLAIM");

        // then: where this fails the backend takes full checkpoints, and the answer may name the
        // mode
        assertThatThrownBy(() -> bean.triggerCheckpoint("CONFIGURED"))
                .isInstanceOf(IllegalStateException.class);
        job.awaitFailure("does not support enforcing a full snapshot");
        job.cancel();
    }
}
