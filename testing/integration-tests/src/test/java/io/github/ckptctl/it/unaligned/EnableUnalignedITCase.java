// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.unaligned;

import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.Counting;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** Test of jobs that were submitted with aligned checkpoints, as almost all are. */
class EnableUnalignedITCase extends SharedClusterTestBase {

    @TempDir Path directory;

    EnableUnalignedITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("main")
    @Proves(Capability.UNALIGNED)
    void restartsTheTasksOfAJobUnderBackPressureAndLosesNothing() throws Exception {
        // given: a job that any failure would end
        Counting counting = new Counting(directory);
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.countingJob(cluster.distribution()),
                        counting.options(
                                        "--set", "restart-strategy.type=none,restart-strategy=none")
                                .toArray(String[]::new));
        CompletedCheckpointInfo aligned = Counting.awaitAligned(bean);
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.NO);
        assertThat(bean.getUnalignedCapableReason()).contains("deployed for aligned ones");

        // when, then: not without a restart
        assertThatThrownBy(() -> bean.setUnalignedEnabled(true))
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
        CompletedCheckpointInfo unaligned = Counting.awaitUnaligned(bean);
        assertThat(unaligned.getDuration()).isLessThan(aligned.getDuration() / 2);
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
        assertThat(bean.getHistory())
                .filteredOn(entry -> entry.getOutcome().startsWith("DONE"))
                .extracting(ChangeHistoryEntry::getAction, ChangeHistoryEntry::getTo)
                .containsExactly(
                        tuple("enableUnaligned", "UnalignedEnabled=true"),
                        tuple(
                                "enableUnaligned",
                                "restarted from checkpoint "
                                        + result.getCheckpointId()
                                        + " or a later one"));

        // and: restarted from the unaligned one, nothing is restarted again
        assertThat(bean.enableUnaligned(true, "").isRestarted()).isFalse();

        // when, then
        counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
    }

    @Test
    @Tag("full")
    void rejectsWhereItCannotBeAndChangesNothing() throws Exception {
        // given
        Counting counting = new Counting(directory);
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.countingJob(cluster.distribution()),
                        counting.options("--edges", "custom").toArray(String[]::new));
        String tasks = Counting.attempt(cluster.rest(), job);

        // when, then
        assertThatThrownBy(() -> bean.enableUnaligned(true, ""))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("custom partitioner");
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.NO);
        assertThat(bean.getUnalignedCapableReason()).contains("custom partitioner");
        assertThat(bean.isUnalignedEnabled()).isFalse();
        assertThat(bean.getOverrideActive()).isZero();
        assertThat(Counting.attempt(cluster.rest(), job)).isEqualTo(tasks);

        // and: a valid change right after
        bean.updateSettings(Map.of("Timeout", "700000"), "", 0, -1);
        assertThat(bean.getTimeout()).isEqualTo(700_000);
    }
}
