// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The periodic checkpoints of one job, according to Flink's statistics.
 *
 * <p>Flink takes the time of a trigger on the job's checkpoint timer, so a delayed timer shows as a
 * late trigger. So does a checkpoint that is still in progress when the next is due, since a job
 * takes one at a time.
 */
final class Triggers {

    private final List<Checkpoint> oldestFirst;
    private final Duration interval;

    /**
     * @param latestFirst all that were triggered in the requested windows, and one before
     */
    Triggers(List<Checkpoint> latestFirst, Duration interval) {
        this.oldestFirst = new ArrayList<>(latestFirst);
        this.oldestFirst.sort((a, b) -> Long.compare(a.id(), b.id()));
        this.interval = interval;
    }

    /** Returns whether the history contains everything that was triggered from a moment on. */
    boolean reachBackTo(Instant moment) {
        return !oldestFirst.isEmpty() && oldestFirst.get(0).triggerTimestamp().isBefore(moment);
    }

    /**
     * Returns how many milliseconds each trigger was later than an interval after the one before.
     */
    LongStream lateness(Window window) {
        List<Long> late = new ArrayList<>();
        for (int i = 1; i < oldestFirst.size(); i++) {
            Instant triggered = oldestFirst.get(i).triggerTimestamp();
            if (window.contains(triggered)) {
                Instant before = oldestFirst.get(i - 1).triggerTimestamp();
                late.add(Duration.between(before.plus(interval), triggered).toMillis());
            }
        }
        return late.stream().mapToLong(millis -> Math.max(0, millis));
    }

    /** Returns the duration of each completed checkpoint, in milliseconds. */
    LongStream durations(Window window) {
        return in(window, CheckpointStatus.COMPLETED)
                .mapToLong(checkpoint -> checkpoint.endToEndDuration().toMillis());
    }

    long failed(Window window) {
        return in(window, CheckpointStatus.FAILED).count();
    }

    private Stream<Checkpoint> in(Window window, CheckpointStatus status) {
        return oldestFirst.stream()
                .filter(checkpoint -> checkpoint.status() == status)
                .filter(checkpoint -> window.contains(checkpoint.triggerTimestamp()));
    }
}
