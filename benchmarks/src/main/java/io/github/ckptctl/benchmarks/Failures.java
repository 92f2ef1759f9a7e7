// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Progress of the slow operator while the job failed repeatedly.
 *
 * @param restarts one for each failure
 * @param processed number of all records, including those that were undone
 * @param kept number of records that remained after the last failure
 */
record Failures(List<BackPressuredJob.Restart> restarts, long processed, long kept) {

    /** Fails the job this number of times, each time after it has run again for a while. */
    static Failures induce(
            BackPressuredJob job, ShutdownSignal ending, Progress progress, int times, Duration up)
            throws InterruptedException {
        long completed = job.bean().getCompletedCount();
        ending.until(
                "a checkpoint to go back to",
                Duration.ofMinutes(5),
                () -> job.bean().getCompletedCount() > completed);
        // one more, so that the first measured failure begins where a restart ends, like all others
        long first = job.failAfter(Duration.ofSeconds(1)).restored();
        long restored = first;
        long processed = 0;
        List<BackPressuredJob.Restart> restarts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            BackPressuredJob.Restart restart = job.failAfter(up.minus(BackPressuredJob.SETTLING));
            processed += restart.before() - restored;
            restored = restart.restored();
            restarts.add(restart);
            progress.say("  " + restart);
        }
        return new Failures(List.copyOf(restarts), processed, restored - first);
    }

    Sample sample(ToLongFunction<BackPressuredJob.Restart> quantity) {
        return new Sample(restarts.stream().mapToLong(quantity));
    }
}
