// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.CheckpointFigures;
import io.github.ckptctl.control.JobMetric;
import io.github.ckptctl.control.ReadGuard;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Values of one job's gauges, which are computed together and serve all gauges for a second.
 *
 * <p>A reporter reads gauge by gauge, and Prometheus' reporter reads one gauge of all jobs before
 * the next: so the values of a job are computed when the first of them is read, and the others of
 * the same report find them. A second is longer than a report takes, and shorter than the time
 * between two. Each value is thus at most a second old.
 *
 * <p><b>Threads.</b> Any number of reporters read at the same time, none waits: what they share is
 * one volatile reference to values that do not change. Two that find none at the same time both
 * compute them, which does no harm, and one of the two results serves the rest.
 */
final class JobGauges {

    private static final long VALID_NANOS = 1_000_000_000;
    private static final Number NONE = -1L;

    private final Supplier<CheckpointFigures> figures;
    private final ReadGuard guard;
    private final LongSupplier nanoTime;
    private volatile @Nullable Snapshot latest;

    /**
     * @param figures returns the job's figures of now
     * @param guard counts the figures that cannot be read, which are -1
     * @param nanoTime the time on {@link System#nanoTime()}'s scale
     */
    JobGauges(Supplier<CheckpointFigures> figures, ReadGuard guard, LongSupplier nanoTime) {
        this.figures = figures;
        this.guard = guard;
        this.nanoTime = nanoTime;
    }

    /** Returns the gauges by their names. */
    Map<String, Supplier<Number>> byName() {
        Map<String, Supplier<Number>> gauges = new LinkedHashMap<>();
        for (JobMetric metric : JobMetric.values()) {
            gauges.put(metric.metricName(), () -> value(metric));
        }
        return gauges;
    }

    private Number value(JobMetric metric) {
        long now = nanoTime.getAsLong();
        Snapshot current = latest;
        if (current == null || now - current.at >= VALID_NANOS) {
            current = new Snapshot(now, figures.get(), guard);
            latest = current;
        }
        return current.values.getOrDefault(metric, NONE);
    }

    /** The values of one moment; not changed once it is created, and published by a volatile. */
    private static final class Snapshot {

        private final long at;
        private final Map<JobMetric, Number> values = new EnumMap<>(JobMetric.class);

        Snapshot(long at, CheckpointFigures figures, ReadGuard guard) {
            this.at = at;
            for (JobMetric metric : JobMetric.values()) {
                values.put(metric, guard.readOrDefault(() -> metric.valueIn(figures), NONE));
            }
        }
    }
}
