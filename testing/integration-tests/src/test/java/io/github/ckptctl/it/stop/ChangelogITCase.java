// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.ChangelogBackend;
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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Test of a job with the changelog state backend, over RocksDB, that is started from the snapshot
 * that it was stopped with.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
class ChangelogITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir static Path changes;

    private static FlinkCluster cluster;
    private static Beans beans;

    @TempDir Path directory;
    private String job;

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

    @Test
    @Proves(
            scenario =
                    "changelog over RocksDB: a stop's snapshot is claimed, and the first checkpoint"
                            + " after the start can be restored")
    void canBeClaimedAndSaysThatNothingElseDoes() throws Exception {
        // given
        StopResult stopped = stop(start(null, ""));
        assertThat(stopped.getClaimModes()).containsExactly("CLAIM");
        assertThat(Files.readString(cluster.jobManagerLog()))
                .contains(stopped.getClaimModeOption() + ": CLAIM\n")
                .doesNotContain(stopped.getClaimModeOption() + ": NO_CLAIM");

        // when
        String first =
                start(stopped.getExternalPath(), "CLAIM")
                        .triggerCheckpoint("CONFIGURED")
                        .getExternalPath();
        cancel();

        // then
        CheckpointCoordinatorMXBean restored = start(first, "CLAIM");
        assertThat(restored.getRestoredCount()).isEqualTo(1);
        assertThatThrownBy(() -> restored.stopWithSavepoint("", "NATIVE", false, SOON.toMillis()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("could not be restored")
                .hasMessageContaining("CANONICAL; the job runs on");
        StopResult canonical = restored.stopWithSavepoint("", "CANONICAL", false, SOON.toMillis());
        assertThat(canonical.getClaimModes()).containsExactly("CLAIM");
        Records records = Records.in(directory);
        assertThat(records.duplicates()).as("%s", records).isZero();
        assertThat(records.missing()).as("%s", records).isZero();
        beans.assertHooksAreWell();
    }

    @Test
    void failsOverAtEachCheckpointInFlinksDefaultMode() {
        // given
        StopResult stopped = stop(start(null, ""));

        // when: as flink run -s does
        CheckpointCoordinatorMXBean bean = start(stopped.getExternalPath(), "NO_CLAIM");

        // then: where this fails the backend takes full checkpoints, and the answer may name the
        // mode
        assertThatThrownBy(() -> bean.triggerCheckpoint("CONFIGURED"))
                .isInstanceOf(IllegalStateException.class);
        await("the failure")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest()
                                        .get("/jobs/" + job + "/exceptions")
                                        .toString()
                                        .contains("does not support enforcing a full snapshot"));
        cancel();
    }

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
