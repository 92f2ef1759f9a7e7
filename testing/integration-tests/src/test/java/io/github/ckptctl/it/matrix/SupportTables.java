// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the proven capabilities of each line, in Markdown. */
record SupportTables(Evidence evidence) {

    @Override
    public String toString() {
        return Stream.of(lines(), capabilities(), scenarios(), tests())
                .collect(Collectors.joining("\n"));
    }

    private String lines() {
        return table(
                List.of("Flink", "Java", "last run", "default", "adaptive", "the agent misses"),
                evidence.results().lines(),
                line ->
                        List.of(
                                line.flink(),
                                Integer.toString(line.java()),
                                lastRun(line).toString(),
                                share(line, Scheduler.DEFAULT),
                                share(line, Scheduler.ADAPTIVE),
                                evidence.lacks(line)));
    }

    private String capabilities() {
        List<Line> lines = mainLines();
        return table(
                Stream.concat(Stream.of("capability"), lines.stream().map(Line::flink)).toList(),
                Arrays.asList(Capability.values()),
                capability ->
                        Stream.concat(
                                        Stream.of(code(capability.name())),
                                        lines.stream().map(line -> cell(capability, line)))
                                .toList());
    }

    private String tests() {
        return table(
                List.of("capability", "claimed by"),
                Arrays.asList(Capability.values()),
                capability -> List.of(code(capability.name()), byClass(capability)));
    }

    private String byClass(Capability capability) {
        Map<String, String> methods =
                evidence.claimsOf(capability).stream()
                        .map(claim -> claim.test().split("\\."))
                        .collect(
                                Collectors.groupingBy(
                                        test -> test[0],
                                        TreeMap::new,
                                        Collectors.mapping(
                                                test -> test[1], Collectors.joining(", "))));
        return methods.entrySet().stream()
                .map(type -> code(type.getKey()) + " (" + type.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private String scenarios() {
        return table(
                List.of("what else", "proven on", "by"),
                evidence.scenarios(),
                claim -> List.of(claim.scenario(), where(claim), code(claim.test())));
    }

    /** Returns each Flink version once, on the oldest Java that it ran on. */
    private List<Line> mainLines() {
        return evidence.results().lines().stream()
                .collect(Collectors.groupingBy(Line::flink))
                .values()
                .stream()
                .map(same -> same.stream().min(Comparator.comparing(Line::java)).orElseThrow())
                .sorted()
                .toList();
    }

    private String cell(Capability capability, Line line) {
        List<Claim> claims = evidence.claimsOf(capability);
        Outcome byDefault = evidence.outcome(claims, line, Scheduler.DEFAULT);
        Outcome adaptive = evidence.outcome(claims, line, Scheduler.ADAPTIVE);
        if (byDefault != adaptive) {
            return "default " + byDefault.cell() + ", adaptive " + adaptive.cell();
        }
        return byDefault == Outcome.PASSED && evidence.isAbsent(capability, line)
                ? "absent"
                : byDefault.cell();
    }

    /** Returns how many of the capabilities that the line has are proven. */
    private String share(Line line, Scheduler scheduler) {
        List<Capability> there =
                Arrays.stream(Capability.values())
                        .filter(capability -> !evidence.isAbsent(capability, line))
                        .toList();
        long proven =
                there.stream()
                        .map(evidence::claimsOf)
                        .filter(c -> evidence.outcome(c, line, scheduler) == Outcome.PASSED)
                        .count();
        return proven == there.size() ? "all" : proven + " of " + there.size();
    }

    /** Returns the oldest of the days on which the line's tests last ran. */
    private LocalDate lastRun(Line line) {
        return evidence.results().of(line).stream()
                .map(Result::day)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private String where(Claim claim) {
        Map<Outcome, List<String>> versions =
                mainLines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        line -> evidence.outcome(claim, line),
                                        Collectors.mapping(Line::flink, Collectors.toList())));
        List<String> failed = versions.getOrDefault(Outcome.FAILED, List.of());
        List<String> passed = versions.getOrDefault(Outcome.PASSED, List.of());
        return String.join(", ", passed.size() == mainLines().size() ? List.of("all") : passed)
                + (failed.isEmpty() ? "" : "; **failed** on " + String.join(", ", failed));
    }

    private static <T> String table(
            List<String> head, Collection<T> rows, Function<T, List<String>> cells) {
        return Stream.concat(
                        Stream.of(head, head.stream().map(column -> "---").toList()),
                        rows.stream().map(cells))
                .map(row -> "| " + String.join(" | ", row) + " |\n")
                .collect(Collectors.joining());
    }

    private static String code(String name) {
        return "`" + name + "`";
    }
}
