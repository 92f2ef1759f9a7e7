// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a user feels, on real clusters, beside what there is without the agent or without us: start,
 * first job, memory, a change beside a restart, answers over HTTP, reads while Flink is busy, many
 * jobs at once. What is compared takes turns in one run.
 */
final class BesideStock implements Group {

    private static final int P99 = 99;
    private static final long PICOS = 1_000;

    private final BenchmarkOptions options;
    private final Pace pace;

    BesideStock(BenchmarkOptions options, Pace pace) {
        this.options = options;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public String title() {
        return "On real clusters";
    }

    @Override
    public Figures measure(Ending ending, Progress progress)
            throws IOException, InterruptedException {
        Figures figures = new Figures(Machine.facts() + ", " + options);
        starts(new Starts(options, ending, progress).measure(pace.rounds()), figures);
        rescues(new Rescues(options, pace, ending, progress).measure(), figures);
        answers(new Answers(options, pace, ending, progress).measure(), figures);
        locked(new LockedReads(options, pace, ending, progress).measure(), figures);
        crowd(new Crowd(options, pace, ending, progress).measure(), figures);
        return figures;
    }

    private static void starts(List<Starts.Pair> pairs, Figures figures) {
        for (Starts.Pair pair : pairs) {
            start(figures, pair.with(), ".with");
            start(figures, pair.without(), ".without");
        }
    }

    private static void start(Figures figures, Starts.Start start, String which) {
        figures.add("start" + which, picos(start.start()));
        figures.add("firstJob" + which, picos(start.firstJob()));
        figures.add("heap" + which, start.memory().heap());
        figures.add("metaspace" + which, start.memory().metaspace());
    }

    private static void rescues(Rescues.Found found, Figures figures) {
        add(figures, "change", found.changes());
        found.restarts().forEach(restart -> figures.add("restart", picos(restart)));
    }

    private static void answers(List<Answers.Asked> all, Figures figures) {
        for (Answers.Asked asked : all) {
            asked.rounds()
                    .forEach(
                            (who, rounds) ->
                                    rounds.forEach(
                                            round ->
                                                    add(
                                                            figures,
                                                            BesideRows.answer(who, asked.clients()),
                                                            round)));
        }
    }

    private static void locked(LockedReads.Found found, Figures figures) {
        found.free().forEach(round -> add(figures, "locked.free", round));
        found.held().forEach(round -> add(figures, "locked.held", round));
    }

    private static void crowd(List<Crowd.Round> rounds, Figures figures) {
        for (Crowd.Round round : rounds) {
            figures.add("crowd.one", picos(round.one()));
            figures.add("crowd.each", picos(round.each()));
            figures.add("crowd.flink", picos(round.flink()));
            figures.add("crowd.bytes", round.bytes());
        }
    }

    private static void add(Figures figures, String name, Latencies latencies) {
        figures.add(name + ".p50", PICOS * latencies.median());
        figures.add(name + ".p99", PICOS * latencies.percentile(P99));
    }

    private static long picos(Duration time) {
        return PICOS * time.toNanos();
    }

    @Override
    public List<Row> rows(Figures figures) {
        return new BesideRows(figures, pace).all();
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return List.of();
    }
}
