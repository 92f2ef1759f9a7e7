// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stress test of the guarantee of {@code suspend(ALL)}: triggers, acknowledgements, completion in a
 * store that is slow at random, and suspensions race, each on a thread of its own. In no trial may
 * a checkpoint complete between the answer and the resume.
 */
class SuspensionStressTest {

    private static final int TRIALS = Integer.getInteger("ckptctl.trials", 10_000);
    private static final int MOST = 20 * TRIALS;
    private static final int ENOUGH = TRIALS / 10;
    private static final long SLOWEST_STORE_NANOS = 300_000;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private volatile boolean done;

    @Test
    void answersTheNewestCheckpointThatEverCompletesBeforeTheResume() throws Exception {
        // given
        AtomicLong newest = new AtomicLong(-1);
        AtomicLong added = new AtomicLong();
        WatchedStore store = new WatchedStore();
        store.beforeAdding =
                checkpoint -> {
                    LockSupport.parkNanos(
                            ThreadLocalRandom.current().nextLong(SLOWEST_STORE_NANOS));
                    newest.set(checkpoint.getCheckpointID());
                    added.incrementAndGet();
                };
        CheckpointCoordinator coordinator = flink.busyCoordinator(store.watched());
        JobCheckpointControl job = flink.jobOf(coordinator);
        JobID id = (JobID) FlinkField.of(coordinator, "job");
        Future<?> triggering = threads.submit(() -> trigger(coordinator));
        List<Future<?>> acknowledging =
                List.of(
                        threads.submit(() -> acknowledge(coordinator, id)),
                        threads.submit(() -> acknowledge(coordinator, id)));

        // when
        int violations = 0;
        int interrupted = 0;
        List<Long> nanos = new ArrayList<>();
        int trials = 0;
        // on a busy machine fewer complete in as many trials
        for (; trials < TRIALS || (added.get() <= ENOUGH && trials < MOST); trials++) {
            pauseAtRandom();
            boolean busy = !job.engine().isQuiet();
            long start = System.nanoTime();
            SuspensionResult answer = job.suspension().suspend("ALL");
            nanos.add(System.nanoTime() - start);
            interrupted += busy ? 1 : 0;
            boolean violated = newest.get() != answer.getId();
            pauseAtRandom();
            violated |= newest.get() != answer.getId();
            violations += violated ? 1 : 0;
            job.suspension().resume();
        }
        done = true;

        // then
        triggering.get();
        for (Future<?> thread : acknowledging) {
            thread.get();
        }
        Collections.sort(nanos);
        System.out.printf(
                "Flink %s, suspend(ALL): %d trials, %d while busy, %d checkpoints completed, %d"
                        + " violations; median %d us, p99 %d us%n",
                EnvironmentInformation.getVersion(),
                trials,
                interrupted,
                added.get(),
                violations,
                nanos.get(trials / 2) / 1000,
                nanos.get(trials * 99 / 100) / 1000);
        assertThat(violations).isZero();
        assertThat(interrupted).as("trials that had something to race with").isGreaterThan(ENOUGH);
        assertThat(added.get()).isGreaterThan(ENOUGH);
        threads.shutdown();
    }

    private void trigger(CheckpointCoordinator coordinator) {
        while (!done) {
            if (coordinator.getNumberOfPendingCheckpoints() == 0) {
                coordinator.triggerCheckpoint(ThreadLocalRandom.current().nextInt(8) == 0);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    private void acknowledge(CheckpointCoordinator coordinator, JobID id) {
        while (!done) {
            for (PendingCheckpoint pending : coordinator.getPendingCheckpoints().values()) {
                if (pending.getCheckpointStorageLocation() == null) {
                    continue; // no task has received it yet
                }
                for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
                    try {
                        coordinator.receiveAcknowledgeMessage(
                                new AcknowledgeCheckpoint(
                                        id, task.getAttemptId(), pending.getCheckpointID()),
                                "here");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            }
            Thread.yield();
        }
    }

    private static void pauseAtRandom() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(400_000));
    }
}
