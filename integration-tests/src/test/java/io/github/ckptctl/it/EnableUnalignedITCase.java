// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it;

import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.LedgerEntry;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Jobs that were submitted with aligned checkpoints, as almost all are. */
class EnableUnalignedITCase extends OnOneCluster {

    private static final long NUMBERS = 20_000;

    /** An aligned checkpoint takes about 24 s on a machine with nothing else to do. */
    private static final Duration ALIGNMENT = Duration.ofMinutes(5);

    @TempDir Path directory;

    EnableUnalignedITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("full")
    @Proves(Capability.UNALIGNED)
    void restartsTheTasksOfAJobUnderBackPressureAndLosesNothing() throws Exception {
        // given: a job that any failure would end
        Path slow = Files.createFile(directory.resolve("slow"));
        Path results = directory.resolve("results");
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.countingJob(cluster.distribution()),
                        "--interval",
                        "1000",
                        "--minPause",
                        "1000",
                        "--numbers",
                        "" + NUMBERS,
                        "--slowFile",
                        slow.toString(),
                        "--directory",
                        results.toString(),
                        "--set",
                        "restart-strategy.type=none,restart-strategy=none");
        CompletedCheckpointInfo aligned =
                await("a checkpoint that aligned for long")
                        .atMost(ALIGNMENT)
                        .until(
                                bean::getLatestCompletedCheckpoint,
                                latest -> latest.getDuration() > 5_000);
        assertThat(aligned.getPersistedInFlight()).isZero();
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.NO);
        assertThat(bean.getUnalignedCapableReason()).contains("deployed for aligned ones");

        // when, then: not without a restart
        assertThatThrownBy(() -> bean.setUnalignedAllowed(true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("deployed for aligned ones");
        assertThatThrownBy(() -> bean.enableUnaligned(false, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would go back to checkpoint");
        assertThat(bean.getRevision()).isZero();

        // when
        UnalignedResult result = bean.enableUnaligned(true, "back-pressure");

        // then
        assertThat(result.isRestarted()).isTrue();
        assertThat(result.getCheckpointId()).isGreaterThanOrEqualTo(aligned.getId());
        assertThat(result.getRevision()).isEqualTo(1);
        CompletedCheckpointInfo unaligned =
                await("an unaligned checkpoint")
                        .atMost(SOON)
                        .until(
                                bean::getLatestCompletedCheckpoint,
                                latest -> latest.getPersistedInFlight() > 0);
        assertThat(unaligned.getDuration()).isLessThan(aligned.getDuration() / 2);
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
        assertThat(bean.getHistory())
                .filteredOn(entry -> entry.getOutcome().startsWith("DONE"))
                .extracting(LedgerEntry::getAction)
                .containsExactly("enableUnaligned");

        // and: restarted from the unaligned one, nothing is restarted again
        assertThat(bean.enableUnaligned(true, "").isRestarted()).isFalse();

        // when
        Files.delete(slow);

        // then
        await("the job's end")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(job).equals("FINISHED"));
        assertThat(Counted.in(results)).isEqualTo(Counted.eachOnce(NUMBERS));
    }

    @Test
    @Tag("full")
    void refusesWhereItCannotBeAndChangesNothing() throws Exception {
        // given
        Path slow = Files.createFile(directory.resolve("slow"));
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.countingJob(cluster.distribution()),
                        "--interval",
                        "500",
                        "--edges",
                        "custom",
                        "--slowFile",
                        slow.toString());
        String tasks = attempts();

        // when, then
        assertThatThrownBy(() -> bean.enableUnaligned(true, ""))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("custom partitioner");
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.NO);
        assertThat(bean.getUnalignedCapableReason()).contains("custom partitioner");
        assertThat(bean.isUnalignedAllowed()).isFalse();
        assertThat(bean.getOverrideActive()).isZero();
        assertThat(attempts()).isEqualTo(tasks);

        // and: a good change right after
        bean.updateSettings(Map.of("Timeout", "700000"), "", 0, -1);
        assertThat(bean.getTimeout()).isEqualTo(700_000);
    }

    /** Returns how often the job's first task has been started. */
    private String attempts() {
        String first = cluster.rest().vertices(job).get(0).id();
        return cluster.rest()
                .get("/jobs/" + job + "/vertices/" + first + "/subtasks/0")
                .getAsJsonObject()
                .get("attempt")
                .toString();
    }
}
