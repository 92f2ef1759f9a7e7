// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** Durations of many answers, in nanoseconds. */
final class Latencies {

    private static final int HUNDRED = 100;
    private static final long PICOS = 1_000;

    private final long[] sorted;

    Latencies(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    static Latencies together(Collection<Latencies> parts) {
        return new Latencies(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
    }

    int count() {
        return sorted.length;
    }

    /** Returns the time that this percentage of the answers did not exceed. */
    long percentile(int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / HUNDRED)];
    }

    long median() {
        return percentile(HUNDRED / 2);
    }

    @Override
    public String toString() {
        return "p50 "
                + Units.picos(PICOS * median())
                + ", p99 "
                + Units.picos(PICOS * percentile(HUNDRED - 1))
                + " of "
                + count();
    }
}
