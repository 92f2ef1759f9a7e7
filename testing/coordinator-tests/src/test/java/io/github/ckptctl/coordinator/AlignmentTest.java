// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointOptions.AlignmentType;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of the alignment options that the tasks receive for the next checkpoint. */
class AlignmentTest {

    private static final long HOUR = 3_600_000;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @TempDir Path savepoints;

    private final AtomicReference<CheckpointOptions> told = new AtomicReference<>();

    @Test
    void sendsTheTasksTheChangedTimeout() throws Exception {
        // given
        CheckpointCoordinator coordinator = submitted(unaligned());
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.settings().effective(Setting.ALIGNED_TIMEOUT)).isEqualTo(HOUR);
        assertThat(job.settings().effective(Setting.UNALIGNED_ENABLED)).isEqualTo(1);
        assertThat(trigger(coordinator).getAlignedCheckpointTimeout()).isEqualTo(HOUR);

        // when
        job.settingsService().change(Map.of("AlignedTimeout", "5000"), "", 0, -1);

        // then
        CheckpointOptions next = trigger(coordinator);
        assertThat(next.getAlignment()).isEqualTo(AlignmentType.ALIGNED);
        assertThat(next.getAlignedCheckpointTimeout()).isEqualTo(5_000);
        assertThat(next.isTimeoutable()).isTrue();
    }

    @Test
    void goesUnalignedAtOnceAndAlignsAgain() throws Exception {
        // given
        CheckpointCoordinator coordinator = submitted(unaligned());
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when
        job.settingsService().change(Map.of("AlignedTimeout", "0"), "", 0, -1);

        // then
        assertThat(trigger(coordinator).isUnalignedCheckpoint()).isTrue();
        job.settingsService().change(Map.of("UnalignedEnabled", "false"), "", 0, -1);
        assertThat(trigger(coordinator).needsChannelState()).isFalse();
        job.settingsService().reset();
        assertThat(trigger(coordinator).isTimeoutable()).isTrue();
    }

    @Test
    void alwaysAlignsSavepoints() throws Exception {
        // given
        CheckpointCoordinator coordinator = submitted(unaligned());
        flink.jobOf(coordinator).settingsService().change(Map.of("AlignedTimeout", "0"), "", 0, -1);

        // when
        coordinator.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL);
        flink.timer.runQueued();

        // then
        assertThat(told.get().needsChannelState()).isFalse();
        assertThat(told.get().getAlignment()).isEqualTo(AlignmentType.ALIGNED);
    }

    @Test
    void rejectsAJobThatWasSubmittedAligned() throws Exception {
        // given
        CheckpointCoordinator coordinator = submitted(configured());
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when, then
        assertThatThrownBy(
                        () ->
                                job.settingsService()
                                        .change(Map.of("AlignedTimeout", "0"), "", 0, -1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("submitted with aligned checkpoints");
        assertThat(job.settingsService().describe(Setting.UNALIGNED_ENABLED).getWhyNotSettable())
                .contains("enableUnaligned");
        assertThat(job.engine().capabilities()).doesNotContain(Capability.ALIGNMENT);
        assertThat(job.settings().effective(Setting.ALIGNED_TIMEOUT)).isZero();
        assertThat(trigger(coordinator).needsChannelState()).isFalse();
    }

    @Test
    void rejectsAJobThatAlignsNothing() throws Exception {
        // given
        CheckpointCoordinator coordinator = submitted(configured().setExactlyOnce(false));
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when, then
        assertThatThrownBy(
                        () ->
                                job.settingsService()
                                        .change(Map.of("UnalignedEnabled", "true"), "", 0, -1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("at-least-once");
        assertThat(trigger(coordinator).isExactlyOnceMode()).isFalse();
    }

    private CheckpointCoordinator submitted(CheckpointCoordinatorConfigurationBuilder submission)
            throws Exception {
        SimpleAckingTaskManagerGateway tasks = new SimpleAckingTaskManagerGateway();
        tasks.setCheckpointConsumer((attempt, job, id, at, options) -> told.set(options));
        return flink.submittedAs(submission.build(), flink.graphOf(1, tasks));
    }

    private static CheckpointCoordinatorConfigurationBuilder unaligned() {
        return configured().setUnalignedCheckpointsEnabled(true).setAlignedCheckpointTimeout(HOUR);
    }

    private static CheckpointCoordinatorConfigurationBuilder configured() {
        return CheckpointCoordinatorConfiguration.builder()
                .setCheckpointInterval(WovenFlink.INTERVAL)
                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                .setExactlyOnce(true)
                .setMaxConcurrentCheckpoints(1);
    }

    private CheckpointOptions trigger(CheckpointCoordinator coordinator) {
        told.set(null);
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        coordinator.getPendingCheckpoints().keySet().stream()
                .toList()
                .forEach(flink.jobOf(coordinator).deadlines()::abortCheckpoint);
        return told.get();
    }
}
