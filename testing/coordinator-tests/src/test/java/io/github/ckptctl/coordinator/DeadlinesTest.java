// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointFailureManager;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

/** Test of deadlines and failure counts on Flink's own coordinator, for a job of four tasks. */
class DeadlinesTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    /** How much later a machine that is slow may notice what it has armed. */
    private static final Offset<Long> SLOW = within(100_000L);

    private final List<Throwable> failovers = new ArrayList<>();
    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;

    @BeforeEach
    void start() throws Exception {
        CheckpointFailureManager.FailJobCallback failover =
                new CheckpointFailureManager.FailJobCallback() {
                    @Override
                    public void failJob(Throwable cause) {
                        failovers.add(cause);
                    }

                    @Override
                    public void failJobDueToTaskFailure(
                            Throwable cause, ExecutionAttemptID failingTask) {
                        failovers.add(cause);
                    }
                };
        coordinator = flink.coordinatorOf(4, new CheckpointFailureManager(0, failover));
        job = flink.jobOf(coordinator);
    }

    @Test
    void givesMoreTimeToACheckpointThatIsNearlyDoneAndMovesOn() throws Exception {
        // given
        set("AutoExtendAckPercent", 75);
        set("AutoExtendBy", 30_000);
        PendingCheckpoint pending = trigger();
        acknowledge(pending, 3);

        // when
        fireDeadline();

        // then
        assertThat(pending.isDisposed()).isFalse();
        assertThat(job.deadlines().extendedCount()).isEqualTo(1);
        assertThat(job.engine().pending())
                .singleElement()
                .satisfies(
                        seen ->
                                assertThat(seen.getDeadline() - seen.getTriggeredAt())
                                        .isEqualTo(WovenFlink.TIMEOUT + 30_000))
                .satisfies(seen -> assertThat(seen.getExtensions()).isEqualTo(1));
        assertThat(flink.timer.armed("CheckpointCanceller")).hasSize(1);
        assertThat(job.history())
                .last()
                .satisfies(line -> assertThat(line.getAction()).isEqualTo("autoExtend"))
                .satisfies(line -> assertThat(line.getReason()).contains("(4/4)"));

        // and it completes
        acknowledge(pending, 4);
        assertThat(job.engine().latestCompleted().getId()).isEqualTo(pending.getCheckpointID());
        assertThat(flink.timer.armed("CheckpointCanceller")).isEmpty();
    }

    @Test
    void neverMasksAHang() throws Exception {
        // given
        set("AutoExtendAckPercent", 75);
        PendingCheckpoint pending = trigger();
        acknowledge(pending, 3);
        fireDeadline();

        // when: nothing has acknowledged since
        fireDeadline();

        // then
        assertThat(pending.isDisposed()).isTrue();
        assertThat(job.expiredCount()).isEqualTo(1);
        assertThat(job.deadlines().extendedCount()).isEqualTo(1);
    }

    @Test
    void givesNoTimeBelowTheShareNorWhenItIsOff() throws Exception {
        // given
        PendingCheckpoint off = trigger();
        acknowledge(off, 3);
        fireDeadline();
        set("AutoExtendAckPercent", 76);
        set("TolerableFailedCheckpoints", 10);
        PendingCheckpoint below = trigger();
        acknowledge(below, 3);

        // when
        fireDeadline();

        // then
        assertThat(off.isDisposed()).isTrue();
        assertThat(below.isDisposed()).isTrue();
        assertThat(job.deadlines().extendedCount()).isZero();
    }

    @Test
    void givesMoreTimeNoMoreOftenThanTheLimit() throws Exception {
        // given
        set("AutoExtendAckPercent", 25);
        set("AutoExtendLimit", 1);
        PendingCheckpoint pending = trigger();
        acknowledge(pending, 1);
        fireDeadline();
        acknowledge(pending, 2);

        // when
        fireDeadline();

        // then
        assertThat(pending.isDisposed()).isTrue();
        assertThat(job.deadlines().extendedCount()).isEqualTo(1);
    }

    @Test
    void movesOneDeadline() throws Exception {
        // given
        PendingCheckpoint pending = trigger();

        // when
        RescheduleResult result = job.deadlines().extendInFlight(pending.getCheckpointID(), 60_000);

        // then
        assertThat(result.getOutcome()).isEqualTo(RescheduleOutcome.RESCHEDULED);
        assertThat(result.getNewDeadline() - result.getOldDeadline()).isEqualTo(60_000);
        assertThat(coordinator.getCheckpointTimeout()).isEqualTo(WovenFlink.TIMEOUT);
        assertThat(catchThrowable(() -> job.deadlines().extendInFlight(77, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checkpoint 77 is not in flight")
                .hasMessageContaining("in flight: " + pending.getCheckpointID());
        assertThat(
                        catchThrowable(
                                () -> job.deadlines().extendInFlight(pending.getCheckpointID(), 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 ms");
    }

    @Test
    void abortsOneCheckpointWithoutCountingIt() throws Exception {
        // given
        PendingCheckpoint pending = trigger();

        // when
        job.deadlines().abortCheckpoint(pending.getCheckpointID());

        // then
        assertThat(pending.isDisposed()).isTrue();
        assertThat(failovers).isEmpty();
        assertThat(job.engine().consecutiveFailures()).isZero();
        assertThat(catchThrowable(() -> job.deadlines().abortCheckpoint(pending.getCheckpointID())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not in flight; none is");
    }

    @Test
    void rejectsToAbortAStopWithSavepoint() {
        // given
        coordinator.triggerSynchronousSavepoint(
                false, "file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();
        long id = coordinator.getPendingCheckpoints().keySet().iterator().next();

        // when
        Throwable refused = catchThrowable(() -> job.deadlines().abortCheckpoint(id));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a stop with savepoint is under way");
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    @Test
    void givesSavepointsATimeoutOfTheirOwn() {
        // given
        set("SavepointTimeout", 1_800_000);
        set("Timeout", 700_000);

        // when
        coordinator.triggerSavepoint("file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();

        // then
        assertThat(cancellerDelays()).containsExactly(1_800_000L);
        assertThat(allowed()).isCloseTo(1_800_000, SLOW);

        // when: the timeout of checkpoints does not concern it
        set("Timeout", 800_000);
        RescheduleResult[] forecast =
                job.settingsService()
                        .forecast(Map.of("SavepointTimeout", "2000000"), 0, -1)
                        .getInFlight();
        set("SavepointTimeout", 2_000_000);
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(results)
                .extracting(RescheduleResult::getNewDeadline)
                .containsExactly(forecast[0].getNewDeadline());
        assertThat(allowed()).isCloseTo(2_000_000, SLOW);
        assertThat(job.history())
                .last()
                .extracting(ChangeHistoryEntry::getReason)
                .isEqualTo("timeout 800000 ms, of savepoints 2000000 ms");

        // and: 0 is as for checkpoints
        set("SavepointTimeout", 0);
        job.deadlines().rescheduleInFlight();
        assertThat(allowed()).isCloseTo(800_000, SLOW);
        fireDeadline();
        assertThat(failovers).as("a savepoint that expires is no failure").isEmpty();
    }

    @Test
    void leavesCheckpointsTheTimeoutOfCheckpoints() {
        // given
        set("SavepointTimeout", 1_800_000);

        // when
        trigger();

        // then
        assertThat(cancellerDelays()).containsExactly(WovenFlink.TIMEOUT);
        set("SavepointTimeout", 10);
        job.deadlines().rescheduleInFlight();
        assertThat(allowed()).isCloseTo(WovenFlink.TIMEOUT, SLOW);
    }

    private List<Long> cancellerDelays() {
        return flink.timer.armed("CheckpointCanceller").stream().map(a -> a.delayMillis).toList();
    }

    private long allowed() {
        PendingCheckpointInfo pending = job.engine().pending().get(0);
        return pending.getDeadline() - pending.getTriggeredAt();
    }

    @Test
    void toleratesAsManyFailuresAsAreSet() throws Exception {
        // given: submitted to tolerate none
        assertThat(
                        job.settingsService()
                                .describe(Setting.TOLERABLE_FAILED_CHECKPOINTS)
                                .getSubmitted())
                .isZero();
        set("TolerableFailedCheckpoints", 2);

        // when
        failOne();
        failOne();
        int tolerated = failovers.size();
        long failures = job.engine().consecutiveFailures();
        job.resetFailureCount();
        failOne();
        failOne();
        int afterReset = failovers.size();
        failOne();

        // then
        assertThat(tolerated).isZero();
        assertThat(failures).isEqualTo(2);
        assertThat(afterReset).isZero();
        assertThat(failovers).hasSize(1);
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getAction)
                .contains("resetFailureCount");
    }

    private void failOne() {
        trigger();
        fireDeadline();
    }

    private void fireDeadline() {
        assertThat(flink.timer.armed("CheckpointCanceller")).hasSize(1);
        flink.timer.armed("CheckpointCanceller").get(0).run();
        flink.timer.runQueued();
    }

    private void set(String name, long value) {
        job.settingsService().change(Map.of(name, Long.toString(value)), "", 0, -1);
    }

    private PendingCheckpoint trigger() {
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        return coordinator.getPendingCheckpoints().values().iterator().next();
    }

    /** Acknowledges the first tasks; those that have already done so do it again. */
    private void acknowledge(PendingCheckpoint pending, int tasks) throws Exception {
        JobID id = (JobID) FlinkField.of(coordinator, "job");
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor().subList(0, tasks)) {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(id, task.getAttemptId(), pending.getCheckpointID()),
                    "here");
        }
    }
}
