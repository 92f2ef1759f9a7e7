// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a user feels, beside what there is without: real clusters, all figures by turns in one run.
 */
public final class SideBySide {

    private static final int ROUNDS = 10;
    private static final int CROWD = 1000;
    private static final List<Integer> CLIENTS = List.of(1, 16);

    private final BenchmarkOptions options;
    private final String only;
    private final int rounds;
    private final int jobs;
    private final Ending ending;
    private final Progress progress;

    private SideBySide(
            BenchmarkOptions options, CommandLine commandLine, Ending ending, Progress progress) {
        this.options = options;
        this.only = commandLine.text("--only", "");
        this.rounds = commandLine.number("--rounds", ROUNDS);
        this.jobs = commandLine.number("--jobs", CROWD);
        this.ending = ending;
        this.progress = progress;
    }

    /** Runs the benchmark and ends the JVM. */
    public static void main(String[] arguments) {
        Program.main(
                "benchmarks/side-by-side [--only PART] [--rounds N] [--jobs N] [--flink VERSION] [--adaptive]",
                arguments,
                (commandLine, ending, progress) ->
                        new SideBySide(
                                        BenchmarkOptions.of(commandLine),
                                        commandLine,
                                        ending,
                                        progress)
                                ::measure);
    }

    private String measure() throws IOException, InterruptedException {
        List<String> parts = new ArrayList<>(List.of(options + "; " + Machine.facts()));
        for (Part part :
                List.of(
                        new Part("starts", this::starts),
                        new Part("rescues", this::rescues),
                        new Part("answers", this::answers),
                        new Part("locked", this::locked),
                        new Part("crowd", this::crowd))) {
            if (only.isEmpty() || only.equals(part.name())) {
                parts.add(part.measurement().measure());
            }
        }
        return String.join("\n\n", parts);
    }

    private String starts() throws IOException, InterruptedException {
        List<Starts.Pair> pairs = new Starts(options, ending, progress).measure(rounds);
        Table table = new Table("", "ratio or difference", "with", "without");
        ratio(table, "start until the REST port answers", pairs, one -> one.start().toMillis());
        ratio(table, "first job, until it runs", pairs, one -> one.firstJob().toMillis());
        difference(table, "heap", pairs, one -> one.memory().heap());
        difference(table, "metaspace", pairs, one -> one.memory().metaspace());
        difference(table, "both", pairs, one -> one.memory().total());
        return table.toString();
    }

    private static void ratio(
            Table table,
            String what,
            List<Starts.Pair> pairs,
            ToLongFunction<Starts.Start> quantity) {
        Sample with = Starts.Pair.with(pairs, quantity);
        Sample without = Starts.Pair.without(pairs, quantity);
        table.row(
                what,
                Units.ratio(with.median(), without.median()),
                with.text(Units::millis),
                without.text(Units::millis));
    }

    private static void difference(
            Table table,
            String what,
            List<Starts.Pair> pairs,
            ToLongFunction<Starts.Start> quantity) {
        Sample with = Starts.Pair.with(pairs, quantity);
        Sample without = Starts.Pair.without(pairs, quantity);
        table.row(
                what,
                Units.bytes(with.median() - without.median()),
                with.text(Units::bytes),
                without.text(Units::bytes));
    }

    private String rescues() throws IOException, InterruptedException {
        Rescues.Found found = new Rescues(options, ending, progress).measure(rounds);
        Table table = new Table("", "p50", "p99 or greatest");
        Latencies changes = found.changes();
        table.row(
                "change and re-arm",
                Units.nanos(changes.median()),
                Units.nanos(changes.percentile(99)));
        table.row("stop with savepoint, restart", found.restarts().text(Units::millis), "");
        return table.toString();
    }

    private String answers() throws IOException, InterruptedException {
        return new Answers(options, ending, progress)
                .measure(CLIENTS, rounds).stream()
                        .map(asked -> table(asked).toString())
                        .collect(Collectors.joining("\n\n"));
    }

    private static Table table(Answers.Asked asked) {
        Sample floor = p50(asked.of(Answers.Who.FLOOR));
        Sample flink = p50(asked.of(Answers.Who.FLINK));
        Table table =
                new Table(asked.clients() + " clients", "of the floor", "of Flink's", "p50", "p99");
        asked.rounds()
                .forEach(
                        (who, rounds) ->
                                table.row(
                                        who.toString(),
                                        Units.ratio(p50(rounds).median(), floor.median()),
                                        Units.ratio(p50(rounds).median(), flink.median()),
                                        p50(rounds).text(Units::nanos),
                                        p99(rounds).text(Units::nanos)));
        return table;
    }

    private String locked() throws IOException, InterruptedException {
        LockedReads.Found found = new LockedReads(options, ending, progress).measure(rounds);
        Table table = new Table("", "p50", "p99");
        table.row(
                "lock free",
                p50(found.free()).text(Units::nanos),
                p99(found.free()).text(Units::nanos));
        table.row(
                "lock held",
                p50(found.held()).text(Units::nanos),
                p99(found.held()).text(Units::nanos));
        return table.toString();
    }

    private String crowd() throws IOException, InterruptedException {
        Crowd.Answered found = new Crowd(options, ending, progress).measure(jobs, rounds);
        Table table = new Table(jobs + " jobs", "one request is of it", "");
        table.row(
                "one request",
                "",
                found.one().text(Units::nanos) + ", " + Units.bytes(found.bytes()));
        table.row(
                "one each",
                Units.ratio(found.one().median(), found.each().median()),
                found.each().text(Units::nanos));
        table.row(
                "Flink's",
                Units.ratio(found.one().median(), found.flink().median()),
                found.flink().text(Units::nanos));
        return table.toString();
    }

    private static Sample p50(List<Latencies> rounds) {
        return new Sample(rounds.stream().mapToLong(Latencies::median));
    }

    private static Sample p99(List<Latencies> rounds) {
        return new Sample(rounds.stream().mapToLong(one -> one.percentile(99)));
    }

    /** One of the things that are measured, by its name on the command line. */
    private record Part(String name, Program.Benchmark measurement) {}
}
