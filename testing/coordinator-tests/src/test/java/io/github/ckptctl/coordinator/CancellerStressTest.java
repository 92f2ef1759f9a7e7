// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stress test of a canceller that fires while its checkpoint is re-armed twice and acknowledged,
 * all concurrently: one outcome each time, and never two live cancellers or none.
 */
class CancellerStressTest {

    private static final int TRIALS = Integer.getInteger("ckptctl.trials", 10_000);
    private static final int ENOUGH = TRIALS / 100;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @Test
    void endsEachCheckpointOnceAndLeavesNoTimer() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        job.settingsService().change(Map.of("TolerableFailedCheckpoints", "1000000"), "", 0, -1);
        JobID id = (JobID) FlinkField.of(coordinator, "job");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier together = new CyclicBarrier(4);
        long completed = 0;
        long expired = 0;
        long pendingStill = 0;

        for (int trial = 0; trial < TRIALS; trial++) {
            coordinator.triggerCheckpoint(false);
            flink.timer.runQueued();
            PendingCheckpoint pending =
                    coordinator.getPendingCheckpoints().values().iterator().next();
            RecordingTimer.Armed canceller = flink.timer.armed("CheckpointCanceller").get(0);
            boolean acknowledging = trial % 2 == 0;

            // when
            List<Future<?>> racing =
                    List.of(
                            threads.submit(() -> race(together, canceller)),
                            threads.submit(
                                    () -> race(together, job.deadlines()::rescheduleInFlight)),
                            threads.submit(
                                    () -> race(together, job.deadlines()::rescheduleInFlight)),
                            threads.submit(
                                    () ->
                                            race(
                                                    together,
                                                    acknowledging
                                                            ? () ->
                                                                    acknowledge(
                                                                            coordinator,
                                                                            id,
                                                                            pending)
                                                            : () -> {})));
            for (Future<?> one : racing) {
                one.get();
            }

            // then
            int live = flink.timer.armed("CheckpointCanceller").size();
            if (pending.isDisposed()) {
                assertThat(live).as("cancellers of a checkpoint that has ended").isZero();
                boolean done = job.engine().latestCompleted().getId() == pending.getCheckpointID();
                completed += done ? 1 : 0;
                expired += done ? 0 : 1;
            } else {
                pendingStill++;
                assertThat(live).as("cancellers of a checkpoint in flight").isEqualTo(1);
                flink.timer.armed("CheckpointCanceller").get(0).run();
                assertThat(pending.isDisposed()).isTrue();
            }
            flink.timer.runQueued();
            flink.timer.forgetAll();
        }

        System.out.printf(
                "Flink %s, cancellers: %d trials, %d completed, %d expired, %d re-armed in time%n",
                EnvironmentInformation.getVersion(), TRIALS, completed, expired, pendingStill);
        assertThat(completed + expired + pendingStill).isEqualTo(TRIALS);
        assertThat(completed).isGreaterThan(ENOUGH);
        assertThat(expired).isGreaterThan(ENOUGH);
        assertThat(pendingStill).isGreaterThan(ENOUGH);
        assertThat(job.expiredCount()).isEqualTo(expired + pendingStill);
        threads.shutdown();
    }

    private static void race(CyclicBarrier together, Runnable runner) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        runner.run();
    }

    private static void acknowledge(
            CheckpointCoordinator coordinator, JobID id, PendingCheckpoint pending) {
        try {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(
                            id,
                            pending.getCheckpointPlan().getTasksToWaitFor().get(0).getAttemptId(),
                            pending.getCheckpointID()),
                    "here");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
