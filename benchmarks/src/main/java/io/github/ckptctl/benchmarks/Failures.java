// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the slow operator got done while the job failed again and again.
 *
 * @param restarts one for each failure
 * @param processed records in all, those that were undone included
 * @param kept what was left of that after the last failure
 */
record Failures(List<BackPressuredJob.Restart> restarts, long processed, long kept) {

    /** Fails the job so many times, each time after it has run again for a while. */
    static Failures induce(
            BackPressuredJob job, ShutdownSignal ending, Progress progress, int times, Duration up)
            throws InterruptedException {
        long completed = job.bean().getCompletedCount();
        ending.until(
                "a checkpoint to go back to",
                Duration.ofMinutes(5),
                () -> job.bean().getCompletedCount() > completed);
        // one more, so that the first that counts begins where a restart ends, as all others do
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
