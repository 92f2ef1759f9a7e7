// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.SafepointLog.Pause;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Measurements of a JobManager under load, in one window.
 *
 * @param failed number of failed checkpoints
 * @param durations of the completed ones, in milliseconds
 * @param lateness of the triggers, in milliseconds
 * @param trips to the main threads and back, in milliseconds
 * @param stop the longest time for which all threads were stopped
 * @param weaving the longest of these for new method bodies
 * @param cpu the JobManager's CPU time
 * @param busy share of all cores that was in use, from 0 to 1
 */
record LoadFigures(
        long failed,
        Sample durations,
        Sample lateness,
        Sample trips,
        Duration stop,
        Duration weaving,
        Duration cpu,
        double busy) {

    private static final String WEAVING = "RedefineClasses";

    static LoadFigures of(
            Stretch stretch, List<Triggers> jobs, RoundTrips trips, List<Pause> pauses) {
        Window window = stretch.window();
        List<Pause> stops = pauses.stream().filter(pause -> window.contains(pause.end())).toList();
        return new LoadFigures(
                jobs.stream().mapToLong(job -> job.failed(window)).sum(),
                new Sample(jobs.stream().flatMapToLong(job -> job.durations(window))),
                new Sample(jobs.stream().flatMapToLong(job -> job.lateness(window))),
                new Sample(trips.millis(window)),
                longest(stops),
                longest(stops.stream().filter(stop -> stop.reason().equals(WEAVING)).toList()),
                stretch.cpu(),
                stretch.busy());
    }

    private static Duration longest(List<Pause> stops) {
        return stops.stream()
                .map(Pause::length)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
