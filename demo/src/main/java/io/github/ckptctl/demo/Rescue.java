// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;

/** Scenario of checkpoints that expire, a longer timeout, the one in flight re-armed, and saved. */
final class Rescue extends Act {

    private static final long SNAPSHOT_MILLIS = 8_000;
    private static final long TIMEOUT_MILLIS = 4_000;
    private static final long LONGER_MILLIS = 60_000;

    /** Age of a checkpoint when it is saved: most of its time still remains. */
    private static final long SAVED_AT_MILLIS = 1_000;

    Rescue(
            FlinkCluster cluster,
            Screen screen,
            Endpoint endpoint,
            AgentBeans beans,
            Patience patience) {
        super(cluster, screen, endpoint, beans, patience);
    }

    @Override
    boolean play() throws IOException, InterruptedException {
        screen.title("1  A job in trouble");
        screen.text("Its snapshots take 8 s and its timeout is 4 s: no checkpoint can complete.");
        String job =
                submit(
                        TestJobs.slowSnapshotJob(cluster.distribution()),
                        "--interval",
                        "1000",
                        "--timeout",
                        Long.toString(TIMEOUT_MILLIS),
                        "--snapshotMillis",
                        Long.toString(SNAPSHOT_MILLIS));
        CheckpointCoordinatorMXBean bean = beans.job(job);
        CheckpointWatch watch = new CheckpointWatch(bean, screen);
        watched(watch, () -> bean.getExpiredCount() >= 2);
        if (!watched(watch, () -> bean.getOldestPendingAge() > SAVED_AT_MILLIS)) {
            return false;
        }
        long doomed = bean.getPendingCheckpoints()[0].getId();

        screen.title("2  The rescue, while checkpoint " + doomed + " is in flight");
        screen.text("A longer timeout. It counts from the next checkpoint on:");
        String before = call(written("Timeout", LONGER_MILLIS));
        screen.answer(before + "   (the value until now)");
        screen.text("So checkpoint " + doomed + " gets the new deadline too:");
        screen.answer(call(called("rescheduleInFlight", "")));

        screen.title("3  The same job, never restarted");
        watched(watch, () -> bean.getLatestCompletedId() >= doomed);
        boolean rescued = bean.getLatestCompletedId() == doomed;
        rescued &= watched(watch, () -> bean.getLatestCompletedId() > doomed);
        screen.text(
                rescued
                        ? "Checkpoint " + doomed + " was saved, and the next ones follow."
                        : "Checkpoint " + doomed + " was lost; see " + cluster.jobManagerLog());
        return rescued;
    }
}
