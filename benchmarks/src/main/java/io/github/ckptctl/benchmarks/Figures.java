// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measurements of a group of benchmarks, as persisted in a file: every value of every run by name,
 * one per line, preceded by the machine and the versions. Times are in picoseconds, memory is in
 * bytes.
 */
final class Figures {

    private static final long PICOS = 1_000;

    private final String measuredOn;
    private final Map<String, List<Long>> values = new TreeMap<>();

    Figures(String measuredOn) {
        this.measuredOn = measuredOn;
    }

    /** Reads a file written by {@link #write}. */
    static Figures read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Figures figures = new Figures(lines.get(0));
            lines.stream()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .forEach(line -> figures.add(line[0], Long.parseLong(line[1])));
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, this + "\n");
    }

    void add(String name, long value) {
        values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    void add(String name, Duration time) {
        add(name, PICOS * time.toNanos());
    }

    /** Returns the machine and the versions. */
    String measuredOn() {
        return measuredOn;
    }

    /** Returns the names of all measurements. */
    Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Returns all values of one name.
     *
     * @throws IllegalStateException if it was never measured
     */
    Sample of(String name) {
        return new Sample(measured(name).stream().mapToLong(Long::longValue));
    }

    /**
     * Returns the ratio of one measurement to another in thousandths, separately for each pair of
     * runs.
     */
    Sample ratio(String of, String to) {
        List<Long> numerators = measured(of);
        List<Long> denominators = measured(to);
        int pairs = Math.min(numerators.size(), denominators.size());
        return new Sample(
                IntStream.range(0, pairs)
                        .mapToLong(i -> 1000 * numerators.get(i) / denominators.get(i)));
    }

    private List<Long> measured(String name) {
        List<Long> all = values.get(name);
        if (all == null) {
            throw new IllegalStateException(
                    "there is no figure of " + name + "; measure it with ./benchmarks/run");
        }
        return all;
    }

    @Override
    public String toString() {
        return measuredOn
                + values.entrySet().stream()
                        .flatMap(
                                entry ->
                                        entry.getValue().stream()
                                                .map(value -> entry.getKey() + "\t" + value))
                        .collect(Collectors.joining("\n", "\n", ""));
    }
}
