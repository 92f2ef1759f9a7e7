// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.ShutdownSignal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Observer of the job from its construction on. */
final class SpanWatch {

    private static final Duration BOUND = Duration.ofMinutes(10);

    private final BackPressuredJob job;
    private final ShutdownSignal ending;
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final long startRecords;
    private final long startNanos;

    SpanWatch(BackPressuredJob job, ShutdownSignal ending) throws InterruptedException {
        this.job = job;
        this.ending = ending;
        this.startRecords = job.readRecords();
        this.startNanos = System.nanoTime();
    }

    /** Observes until this number of checkpoints of this span have completed. */
    Span untilCompleted(int count) throws InterruptedException {
        ending.until(count + " checkpoints", BOUND, () -> completed().size() >= count);
        return span();
    }

    /** Observes for a time. */
    Span during(Duration time) throws InterruptedException {
        ending.pause(time);
        return span();
    }

    private Span span() throws InterruptedException {
        long records = job.readRecords() - startRecords;
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new Span(completed(), records / seconds);
    }

    private List<Checkpoint> completed() {
        return job.completed().stream()
                .filter(checkpoint -> !checkpoint.triggerTimestamp().isBefore(startedAt))
                .toList();
    }
}
