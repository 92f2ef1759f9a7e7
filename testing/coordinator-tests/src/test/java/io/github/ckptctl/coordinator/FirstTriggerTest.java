// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the first trigger after a start or a restore, and of what follows a restore. */
class FirstTriggerTest {

    private static final long HOUR = 3_600_000;
    private static final long SLOW = 50_000;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;
    private Set<ExecutionJobVertex> tasks;

    @BeforeEach
    void makeCoordinator() throws Exception {
        ExecutionGraph graph = flink.graph();
        tasks = Set.copyOf(graph.getAllVertices().values());
        coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                                .setMaxConcurrentCheckpoints(1)
                                .build(),
                        graph);
        job = flink.jobOf(coordinator);
    }

    @Test
    void isDrawnByFlinkUnlessItIsSet() {
        // when
        coordinator.startCheckpointScheduler();

        // then
        assertThat(job.settings().effective(Setting.INITIAL_DELAY)).isEqualTo(-1);
        assertThat(armed()).isBetween(0L, WovenFlink.INTERVAL);
    }

    @Test
    void waitsForItsTimeAtEveryInterval() {
        // given
        set("InitialDelay", HOUR);
        set("Interval", 10_000);

        // when
        coordinator.startCheckpointScheduler();

        // then
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);

        // and
        set("Interval", 20_000);
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);
        fire();
        set("Interval", 30_000);
        assertThat(armed()).isLessThanOrEqualTo(30_000);
    }

    @Test
    void countsFromTheFirstStartOfTheScheduler() {
        // given
        set("InitialDelay", HOUR);
        coordinator.startCheckpointScheduler();
        long first = armed();

        // when: Flink starts it again, when all tasks are running
        coordinator.startCheckpointScheduler();

        // then
        assertThat(armed()).isLessThanOrEqualTo(first).isGreaterThan(HOUR - SLOW);

        // and: no later start, after a failed stop for one, makes it wait again
        fire();
        coordinator.stopCheckpointScheduler();
        coordinator.startCheckpointScheduler();
        assertThat(armed()).isBetween(0L, WovenFlink.INTERVAL);
    }

    @Test
    void waitsAgainAfterARestore() throws Exception {
        // given
        set("InitialDelay", HOUR);
        coordinator.startCheckpointScheduler();
        fire();
        coordinator.stopCheckpointScheduler();

        // when: the default scheduler starts the coordinator's before it restores
        coordinator.startCheckpointScheduler();
        assertThat(armed()).isBetween(0L, WovenFlink.INTERVAL);
        coordinator.restoreInitialCheckpointIfPresent(tasks);

        // then
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);

        // and: in the other order
        fire();
        coordinator.stopCheckpointScheduler();
        coordinator.restoreInitialCheckpointIfPresent(tasks);
        coordinator.startCheckpointScheduler();
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);
    }

    @Test
    void comesForwardWhenItsTimeIsShortenedAndIsNeverPutOff() {
        // given
        set("InitialDelay", HOUR);
        coordinator.startCheckpointScheduler();

        // when, then
        set("InitialDelay", 2 * HOUR);
        assertThat(armed()).isLessThanOrEqualTo(HOUR);
        set("InitialDelay", 100_000);
        assertThat(armed()).isBetween(100_000 - SLOW, 100_000L);
        long forecast =
                job.settingsService()
                        .forecast(Map.of("InitialDelay", "0"), 0, -1)
                        .getNextTriggerAt();
        assertThat(forecast).isLessThanOrEqualTo(System.currentTimeMillis());
        set("InitialDelay", 0);
        assertThat(armed()).isZero();
    }

    @Test
    void comesForwardIfFlinkHasDrawnIt() {
        // given
        coordinator.startCheckpointScheduler();

        // when
        set("InitialDelay", HOUR);
        long drawn = armed();
        set("InitialDelay", 0);

        // then
        assertThat(drawn).isLessThanOrEqualTo(WovenFlink.INTERVAL);
        assertThat(armed()).isZero();

        // and: not the ones after it
        fire();
        set("InitialDelay", 10);
        assertThat(armed()).isGreaterThan(WovenFlink.INTERVAL - SLOW);
    }

    @Test
    void comesAnIntervalLaterAtMostWhenTheSettingEnds() {
        // given
        set("InitialDelay", HOUR);
        coordinator.startCheckpointScheduler();

        // when
        job.settingsService().reset();

        // then
        assertThat(armed()).isLessThanOrEqualTo(WovenFlink.INTERVAL);
    }

    @Test
    void waitsForTheRestOfItsTimeAfterASuspension() {
        // given
        set("InitialDelay", HOUR);
        job.suspension().suspend("PERIODIC");
        coordinator.startCheckpointScheduler();
        assertThat(flink.timer.armed("ScheduledTrigger")).isEmpty();

        // when
        job.suspension().resume();

        // then
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);
    }

    @Test
    void isNotMovedByACheckpointThatIsTriggeredByHand() throws Exception {
        // given
        set("InitialDelay", HOUR);
        coordinator.startCheckpointScheduler();

        // when
        complete(false);

        // then
        assertThat(armed()).isBetween(HOUR - SLOW, HOUR);
        set("InitialDelay", 0);
        assertThat(armed()).isZero();
    }

    @Test
    void returnsTheRestoredCheckpointAndTheCompletedSince() throws Exception {
        // given: a start from nothing
        coordinator.restoreInitialCheckpointIfPresent(tasks);
        complete(false);
        assertThat(restores()).containsExactly(-1L, -1L);
        assertThat(job.restores().at()).isEqualTo(-1);

        // when
        long before = System.currentTimeMillis();
        coordinator.restoreInitialCheckpointIfPresent(tasks);

        // then
        assertThat(restores()).containsExactly(1L, 0L);
        assertThat(job.restores().at()).isBetween(before, System.currentTimeMillis());

        // and: no restart goes back to a savepoint
        complete(true);
        assertThat(restores()).containsExactly(1L, 0L);
        complete(false);
        complete(false);
        assertThat(restores()).containsExactly(1L, 2L);
        coordinator.restoreInitialCheckpointIfPresent(tasks);
        assertThat(restores()).containsExactly(4L, 0L);
    }

    private List<Long> restores() {
        return List.of(job.restores().checkpointId(), job.restores().completedSince());
    }

    private void set(String name, long value) {
        job.settingsService().change(Map.of(name, Long.toString(value)), "", 0, -1);
    }

    private long armed() {
        List<RecordingTimer.Armed> armed = flink.timer.armed("ScheduledTrigger");
        assertThat(armed).hasSize(1);
        return armed.get(0).delayMillis;
    }

    private void fire() {
        flink.timer.armed("ScheduledTrigger").get(0).run();
        flink.timer.runQueued();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    private void complete(boolean savepoint) throws Exception {
        if (savepoint) {
            coordinator.triggerSavepoint("file:///nowhere", SavepointFormatType.CANONICAL);
        } else {
            coordinator.triggerCheckpoint(false);
        }
        flink.timer.runQueued();
        PendingCheckpoint pending = coordinator.getPendingCheckpoints().values().iterator().next();
        JobID id = (JobID) FlinkField.of(coordinator, "job");
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(id, task.getAttemptId(), pending.getCheckpointID()),
                    "here");
        }
        flink.timer.runQueued();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
    }
}
