// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Durations and lengths of the answers that open pages got, by route. Thread-safe. */
final class PageLatencies {

    private final Map<String, List<Long>> nanos = new HashMap<>();
    private final Map<String, Integer> lengths = new HashMap<>();
    private String failure = "";

    synchronized void add(String route, long took, int length) {
        nanos.computeIfAbsent(route, unused -> new ArrayList<>()).add(took);
        lengths.merge(route, length, Math::max);
    }

    synchronized void fail(String message) {
        failure = message;
    }

    /** Forgets what was added before a measurement. */
    synchronized void clear() {
        nanos.clear();
    }

    synchronized Set<String> routes() {
        return new TreeSet<>(nanos.keySet());
    }

    synchronized Latencies of(String route) {
        return new Latencies(
                nanos.getOrDefault(route, List.of()).stream().mapToLong(Long::longValue).toArray());
    }

    /** Returns the length of the longest answer. */
    synchronized int length(String route) {
        return lengths.getOrDefault(route, 0);
    }

    /**
     * Requires that every request was answered.
     *
     * @throws IllegalStateException if one was not
     */
    synchronized void requireAnswers() {
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
    }
}
