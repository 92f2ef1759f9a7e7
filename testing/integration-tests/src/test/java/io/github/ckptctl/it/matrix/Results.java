// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The latest result of each test on each line, persisted in a file with one line for each. */
final class Results {

    private static final Comparator<Result> ORDER =
            Comparator.comparing(Result::line)
                    .thenComparing(Result::test)
                    .thenComparing(Result::scheduler);

    private final Map<List<Object>, Result> byPlace = new LinkedHashMap<>();

    /** Retains the last one of the results of the same test on the same line. */
    Results(Collection<Result> results) {
        results.forEach(
                result ->
                        byPlace.put(
                                place(result.line(), result.scheduler(), result.test()), result));
    }

    /** Reads a file; a missing file has no results. */
    static Results read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Results(List.of());
        }
        return new Results(Files.readAllLines(file).stream().map(Result::parse).toList());
    }

    /** Returns those that match. */
    Results only(Predicate<Result> fits) {
        return new Results(byPlace.values().stream().filter(fits).toList());
    }

    /** Returns these and others, which take precedence. */
    Results with(Results others) {
        return new Results(
                Stream.of(this, others)
                        .flatMap(results -> results.byPlace.values().stream())
                        .toList());
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                byPlace.values().stream()
                        .sorted(ORDER)
                        .map(result -> result + "\n")
                        .collect(Collectors.joining()));
    }

    SortedSet<Line> lines() {
        return byPlace.values().stream()
                .map(Result::line)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Result> of(Line line) {
        return byPlace.values().stream().filter(result -> result.line().equals(line)).toList();
    }

    Optional<Result> find(Line line, Scheduler scheduler, String test) {
        return Optional.ofNullable(byPlace.get(place(line, scheduler, test)));
    }

    private static List<Object> place(Line line, Scheduler scheduler, String test) {
        return List.of(line, scheduler, test);
    }
}
