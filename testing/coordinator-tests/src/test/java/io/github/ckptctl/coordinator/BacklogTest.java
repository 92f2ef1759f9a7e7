// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of the periodic trigger while a source works off a backlog. */
class BacklogTest {

    private static final long NO_INTERVAL =
            CheckpointCoordinatorConfiguration.DISABLED_CHECKPOINT_INTERVAL;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private final OperatorID source = new OperatorID();

    @Test
    void armsTheTriggerByTheChangedInterval() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWith(300_000);
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.settings().effective(Setting.INTERVAL_DURING_BACKLOG)).isEqualTo(300_000);
        firePeriodicTrigger();
        coordinator.setIsProcessingBacklog(source, true);

        // when
        job.settingsService().change(Map.of("IntervalDuringBacklog", "100000"), "", 0, -1);

        // then
        assertThat(triggerDelays()).singleElement().satisfies(d -> near(d, 100_000));
        coordinator.setIsProcessingBacklog(source, false);
        assertThat(triggerDelays()).singleElement().satisfies(d -> near(d, WovenFlink.INTERVAL));
    }

    @Test
    void takesTheTriggerAwayDuringBacklogAndArmsItAgain() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWith(300_000);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.setIsProcessingBacklog(source, true);

        // when
        job.settingsService().change(Map.of("IntervalDuringBacklog", "0"), "", 0, -1);

        // then
        assertThat(triggerDelays()).isEmpty();
        job.settingsService().change(Map.of("IntervalDuringBacklog", "200000"), "", 0, -1);
        assertThat(triggerDelays()).hasSize(1);
        job.settingsService().change(Map.of("IntervalDuringBacklog", "0"), "", 0, -1);
        assertThat(triggerDelays()).isEmpty();
        coordinator.setIsProcessingBacklog(source, false);
        assertThat(triggerDelays()).singleElement().satisfies(d -> near(d, WovenFlink.INTERVAL));
    }

    @Test
    void givesAnIntervalToAJobSubmittedWithNoneDuringBacklog() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWith(NO_INTERVAL);
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.settings().effective(Setting.INTERVAL_DURING_BACKLOG)).isZero();
        coordinator.setIsProcessingBacklog(source, true);
        firePeriodicTrigger();
        assertThat(triggerDelays()).isEmpty();

        // when
        job.settingsService().change(Map.of("IntervalDuringBacklog", "90000"), "", 0, -1);

        // then
        assertThat(triggerDelays()).singleElement().satisfies(d -> near(d, 90_000));
    }

    @Test
    void followsTheIntervalWhereItHasNoValueOfItsOwn() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWith(WovenFlink.INTERVAL);
        JobCheckpointControl job = flink.jobOf(coordinator);
        firePeriodicTrigger();
        coordinator.setIsProcessingBacklog(source, true);

        // when
        job.settingsService().change(Map.of("Interval", "120000"), "", 0, -1);

        // then
        assertThat(job.settings().effective(Setting.INTERVAL_DURING_BACKLOG)).isEqualTo(120_000);
        assertThat(triggerDelays()).singleElement().satisfies(d -> near(d, 120_000));
    }

    @Test
    void rejectsOneBelowTheInterval() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWith(300_000);
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when, then
        assertThatThrownBy(
                        () -> job.settingsService().change(Map.of("Interval", "400000"), "", 0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IntervalDuringBacklog 300000 ms would be below Interval");
        job.settingsService()
                .change(
                        Map.of("Interval", "400000", "IntervalDuringBacklog", "400000"),
                        "both",
                        0,
                        -1);
        assertThat(job.settings().revision()).isEqualTo(1);
    }

    private CheckpointCoordinator submittedWith(long intervalDuringBacklog) throws Exception {
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .setCheckpointIntervalDuringBacklog(intervalDuringBacklog)
                                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                                .setMaxConcurrentCheckpoints(1)
                                .build(),
                        flink.graph());
        coordinator.startCheckpointScheduler();
        return coordinator;
    }

    private void firePeriodicTrigger() {
        flink.timer.armed("ScheduledTrigger").get(0).run();
        flink.timer.runQueued();
    }

    /** Asserts equality within the duration of the test itself; the delay is never longer. */
    private static void near(long delay, long expected) {
        assertThat(delay).isBetween(expected - 30_000, expected);
    }

    private List<Long> triggerDelays() {
        return flink.timer.armed("ScheduledTrigger").stream().map(a -> a.delayMillis).toList();
    }
}
