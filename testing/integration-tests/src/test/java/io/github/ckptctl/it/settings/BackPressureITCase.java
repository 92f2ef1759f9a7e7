// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Test of the checkpoints of a job under back-pressure: how long they align, changed while it runs.
 */
class BackPressureITCase extends SharedClusterTestBase {

    private static final Duration ALIGNMENT = Duration.ofMinutes(3);
    private static final long HOUR = 3_600_000;

    BackPressureITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("full")
    @Proves(Capability.ALIGNMENT)
    void overtakesRecordsInFlightAndAlignsAgain() {
        // given: barriers that queue behind full network buffers
        CheckpointCoordinatorMXBean bean =
                submitUnderPressure("--unaligned", "true", "--alignedTimeout", "" + HOUR);
        assertThat(bean.getAlignedTimeout()).isEqualTo(HOUR);
        assertThat(bean.isUnalignedEnabled()).isTrue();
        CompletedCheckpointInfo aligned =
                await("a checkpoint that aligned for long")
                        .atMost(ALIGNMENT)
                        .until(
                                bean::getLatestCompletedCheckpoint,
                                latest -> latest.getDuration() > 20_000);
        assertThat(aligned.getPersistedInFlight()).isZero();
        // those that were triggered before all tasks ran
        long failed = bean.getFailedCount();

        // when
        bean.setAlignedTimeout(0);

        // then: with all those buffers in the checkpoint
        CompletedCheckpointInfo unaligned = awaitNext(bean);
        assertThat(unaligned.getDuration()).isLessThan(aligned.getDuration() / 10);
        assertThat(unaligned.getPersistedInFlight()).isPositive();

        // when
        bean.setUnalignedEnabled(false);

        // then: it waits for what is before it, as at first
        CompletedCheckpointInfo alignedAgain = awaitNext(bean);
        assertThat(alignedAgain.getPersistedInFlight()).isZero();
        assertThat(alignedAgain.getDuration()).isGreaterThan(unaligned.getDuration() * 10);

        // and
        assertThat(bean.getJobStatus()).isEqualTo("RUNNING");
        assertThat(bean.getFailedCount()).isEqualTo(failed);
    }

    @Test
    @Tag("full")
    @Proves(Capability.ALIGNMENT)
    void rejectsForAJobThatWasSubmittedWithoutUnalignedCheckpoints() {
        // given
        CheckpointCoordinatorMXBean bean = submitUnderPressure();

        // when
        Throwable timeout = catchThrowable(() -> bean.setAlignedTimeout(0));
        Throwable allowed = catchThrowable(() -> bean.setUnalignedEnabled(true));

        // then
        assertThat(List.of(timeout, allowed))
                .allSatisfy(
                        refusal ->
                                assertThat(refusal)
                                        .isInstanceOf(UnsupportedOperationException.class)
                                        .hasMessageContaining(
                                                "submitted with aligned checkpoints"));
        assertThat(
                        Arrays.stream(bean.getSettings())
                                .filter(
                                        setting ->
                                                setting.getName().equals("AlignedTimeout")
                                                        || setting.getName()
                                                                .equals("UnalignedEnabled")))
                .hasSize(2)
                .noneMatch(CheckpointSetting::isSettable)
                .extracting(CheckpointSetting::getWhyNotSettable)
                .allMatch(why -> why.contains("submitted with aligned checkpoints"));
        assertThat(bean.getAlignedTimeout()).isZero();
        assertThat(bean.isUnalignedEnabled()).isFalse();
        assertThat(bean.getHistory())
                .hasSize(2)
                .extracting(ChangeHistoryEntry::getOutcome)
                .allMatch(outcome -> outcome.startsWith("REFUSED"));
    }

    private CheckpointCoordinatorMXBean submitUnderPressure(String... options) {
        return submit(
                TestJobs.backPressureJob(cluster.distribution()),
                Stream.concat(
                                Stream.of(
                                        "--interval", "3000",
                                        "--minPause", "3000",
                                        "--timeout", "600000"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    /** Waits for a completed checkpoint that was triggered after now. */
    private static CompletedCheckpointInfo awaitNext(CheckpointCoordinatorMXBean bean) {
        long now = System.currentTimeMillis();
        return await("a checkpoint triggered after " + now)
                .atMost(ALIGNMENT)
                .until(bean::getLatestCompletedCheckpoint, next -> next.getTriggeredAt() > now);
    }
}
