// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.JobStatusListener;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of a job that was submitted without periodic checkpoints and is given an interval. */
class PeriodicStartTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @Test
    void startsTheSchedulerAndTakesItBack() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWithoutInterval();
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.engine().capabilities()).contains(Capability.PERIODIC_START);
        assertThat(job.settings().effective(Setting.INTERVAL)).isEqualTo(-1);
        assertThat(job.settings().effective(Setting.INTERVAL_DURING_BACKLOG)).isEqualTo(-1);
        assertThat(job.engine().isPeriodicEnabled()).isFalse();

        // when
        job.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);

        // then
        assertThat(job.engine().isPeriodicEnabled()).isTrue();
        assertThat(triggerDelays()).singleElement().satisfies(this::withinTheInterval);
        job.settingsService().reset();
        assertThat(triggerDelays()).isEmpty();
        assertThat(job.engine().isPeriodicEnabled()).isFalse();
        job.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);
        assertThat(triggerDelays()).singleElement().satisfies(this::withinTheInterval);
    }

    @Test
    void followsTheStatusOfTheJob() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWithoutInterval();
        JobCheckpointControl job = flink.jobOf(coordinator);
        job.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);
        JobStatusListener listener = listenerOf(coordinator);

        // when
        change(listener, JobStatus.RESTARTING);

        // then
        assertThat(triggerDelays()).isEmpty();
        change(listener, JobStatus.RUNNING);
        assertThat(triggerDelays()).singleElement().satisfies(this::withinTheInterval);
        change(listener, JobStatus.RESTARTING);
        job.settingsService().reset();
        change(listener, JobStatus.RUNNING);
        assertThat(triggerDelays()).isEmpty();
        job.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);
        assertThat(triggerDelays()).hasSize(1);
    }

    @Test
    void bringsTheFirstTriggerForwardWhenSetBeforeTheStart() throws Exception {
        // given: as the adaptive scheduler creates a coordinator again
        CheckpointCoordinatorConfiguration submission = configured(Long.MAX_VALUE);
        ExecutionGraph graph = flink.graph();
        CheckpointCoordinator first = flink.submittedAs(submission, graph);
        JobCheckpointControl job = flink.jobOf(first);
        job.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);
        first.shutdown();
        flink.timer.forgetAll();

        // when
        CheckpointCoordinator second = flink.submittedAs(submission, graph);
        assertThat(second.isPeriodicCheckpointingConfigured()).isTrue();
        second.startCheckpointScheduler();

        // then
        assertThat(flink.jobOf(second)).isSameAs(job);
        assertThat(triggerDelays()).singleElement().satisfies(this::withinTheInterval);
    }

    @Test
    void bringsTheFirstTriggerForwardForAShorterInterval() throws Exception {
        // given
        CheckpointCoordinator coordinator =
                flink.submittedAs(configured(3_600_000_000L), flink.graph());
        flink.jobOf(coordinator).settingsService().change(Map.of("Interval", "60000"), "", 0, -1);

        // when
        coordinator.startCheckpointScheduler();

        // then
        assertThat(triggerDelays()).singleElement().satisfies(this::withinTheInterval);
    }

    @Test
    void leavesAnUnchangedJobAlone() throws Exception {
        // given
        CheckpointCoordinator coordinator = submittedWithoutInterval();

        // when, then: as in stock Flink
        assertThatThrownBy(coordinator::startCheckpointScheduler)
                .isInstanceOf(IllegalStateException.class);
        assertThat(FlinkField.of(coordinator, "periodicScheduling")).isEqualTo(false);
    }

    private CheckpointCoordinator submittedWithoutInterval() throws Exception {
        return flink.submittedAs(configured(Long.MAX_VALUE), flink.graph());
    }

    private static CheckpointCoordinatorConfiguration configured(long interval) {
        return CheckpointCoordinatorConfiguration.builder()
                .setCheckpointInterval(interval)
                .setCheckpointIntervalDuringBacklog(interval)
                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                .setMaxConcurrentCheckpoints(1)
                .build();
    }

    private static JobStatusListener listenerOf(CheckpointCoordinator coordinator) {
        for (String name : List.of("deActivator", "jobStatusListener")) {
            try {
                return (JobStatusListener) FlinkField.of(coordinator, name);
            } catch (AssertionError | RuntimeException e) {
                // the other line's name
            }
        }
        throw new AssertionError("no listener");
    }

    private static void change(JobStatusListener listener, JobStatus status) {
        listener.jobStatusChanges(null, status, 0);
    }

    private void withinTheInterval(long delay) {
        assertThat(delay).isBetween(0L, 60_000L);
    }

    private List<Long> triggerDelays() {
        return flink.timer.armed("ScheduledTrigger").stream().map(a -> a.delayMillis).toList();
    }
}
