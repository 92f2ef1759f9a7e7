// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;

/**
 * Scenario of barriers that wait behind records in a job that was submitted with aligned
 * checkpoints, its tasks restarted so that they can take unaligned ones, and barriers that
 * overtake.
 */
final class BackPressure extends Act {

    /**
     * Duration that an aligned checkpoint exceeds; it takes about 24 s on an otherwise idle
     * machine.
     */
    private static final long LONG_MILLIS = 5_000;

    /** Number of unaligned checkpoints that are watched. */
    private static final int SEVERAL = 3;

    BackPressure(
            FlinkCluster cluster,
            Screen screen,
            Endpoint endpoint,
            AgentBeans beans,
            Patience patience) {
        super(cluster, screen, endpoint, beans, patience);
    }

    @Override
    boolean play() throws IOException, InterruptedException {
        screen.title("1  A job under back-pressure");
        screen.text(
                "Submitted with aligned checkpoints. Its barriers wait behind the records in its"
                        + " buffers.");
        String job =
                submit(
                        TestJobs.backPressureJob(cluster.distribution()),
                        "--interval",
                        "1000",
                        "--minPause",
                        "1000",
                        "--timeout",
                        "600000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        CheckpointWatch watch = new CheckpointWatch(bean, screen);
        if (!watched(watch, () -> bean.getLatestCompletedDuration() > LONG_MILLIS)
                || !watched(watch, () -> bean.getPendingCount() > 0)) {
            return false;
        }
        long aligned = bean.getLatestCompletedDuration();
        for (String sentence : bean.diagnose().getSentences()) {
            screen.text(sentence);
        }

        screen.title("2  Unaligned, without a client, without the job's jar");
        screen.text("Its tasks are restarted once, from the newest completed checkpoint:");
        screen.answer(call(called("enableUnaligned", "true,\"back-pressure\"")));

        screen.title("3  The same job, under the same pressure");
        long restarted = bean.getLatestCompletedId();
        boolean overtakes =
                watched(
                        watch,
                        () ->
                                bean.getLatestCompletedId() >= restarted + SEVERAL
                                        && bean.getLatestCompletedCheckpoint()
                                                        .getPersistedInFlight()
                                                > 0);
        screen.text(
                overtakes
                        ? "A checkpoint took "
                                + Screen.seconds(aligned)
                                + ", and takes "
                                + Screen.seconds(bean.getLatestCompletedDuration())
                                + " now."
                        : "No checkpoint went unaligned; see " + cluster.jobManagerLog());
        return overtakes;
    }
}
