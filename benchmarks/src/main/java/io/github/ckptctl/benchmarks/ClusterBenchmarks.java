// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * User-visible effects on real clusters, compared with Flink without the agent or with its own
 * means: start, first job, memory, a change compared with a restart, answers over HTTP, reads while
 * Flink is busy, many jobs at once. The compared variants take turns in one run.
 */
final class ClusterBenchmarks implements Group {

    private static final int P99 = 99;
    private static final long PICOS = 1_000;

    private final BenchmarkOptions options;
    private final BenchmarkConfig pace;

    ClusterBenchmarks(BenchmarkOptions options, BenchmarkConfig pace) {
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
    public Figures measure(ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException {
        Figures figures = new Figures(Machine.facts() + ", " + options);
        starts(new StartupBenchmark(options, ending, progress).measure(pace.rounds()), figures);
        rescues(new RescueBenchmark(options, pace, ending, progress).measure(), figures);
        answers(new HttpLatencyBenchmark(options, pace, ending, progress).measure(), figures);
        locked(new LockedReads(options, pace, ending, progress).measure(), figures);
        crowd(new ManyJobsReadBenchmark(options, pace, ending, progress).measure(), figures);
        return figures;
    }

    private static void starts(
            List<Map<StartupBenchmark.Agent, StartupBenchmark.Start>> rounds, Figures figures) {
        for (Map<StartupBenchmark.Agent, StartupBenchmark.Start> starts : rounds) {
            starts.forEach(
                    (agent, start) -> {
                        start(figures, start, "." + agent.name().toLowerCase(Locale.ROOT));
                        if (agent == StartupBenchmark.Agent.WITH) {
                            figures.add("ready", start.ready());
                        }
                    });
        }
    }

    private static void start(Figures figures, StartupBenchmark.Start start, String which) {
        figures.add("start" + which, start.start());
        figures.add("firstJob" + which, start.firstJob());
        figures.add("heap" + which, start.memory().heap());
        figures.add("metaspace" + which, start.memory().metaspace());
    }

    private static void rescues(RescueBenchmark.Results found, Figures figures) {
        figures.add("change.first", found.changes().first());
        add(figures, "change", found.changes().later());
        found.restarts().forEach(restart -> figures.add("restart", restart));
        found.commands().forEach(restart -> figures.add("restart.commands", restart));
    }

    private static void answers(List<HttpLatencyBenchmark.Asked> all, Figures figures) {
        for (HttpLatencyBenchmark.Asked asked : all) {
            asked.rounds()
                    .forEach(
                            (who, rounds) ->
                                    rounds.forEach(
                                            round ->
                                                    add(
                                                            figures,
                                                            ClusterReport.answer(
                                                                    who, asked.clients()),
                                                            round)));
        }
    }

    private static void locked(LockedReads.ReadLatencies found, Figures figures) {
        found.free().forEach(round -> add(figures, "locked.free", round));
        found.held().forEach(round -> add(figures, "locked.held", round));
    }

    private static void crowd(List<ManyJobsReadBenchmark.Round> rounds, Figures figures) {
        for (ManyJobsReadBenchmark.Round round : rounds) {
            round.took()
                    .forEach(
                            (way, took) ->
                                    figures.add(ClusterReport.crowd(way, round.jobs()), took));
            figures.add("crowd.bytes." + round.jobs(), round.bytes());
        }
    }

    private static void add(Figures figures, String name, Latencies latencies) {
        figures.add(name + ".p50", PICOS * latencies.median());
        figures.add(name + ".p99", PICOS * latencies.percentile(P99));
    }

    @Override
    public List<Row> rows(Figures figures) {
        return new ClusterReport(figures, pace).all();
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return new ClusterReport(figures, pace).charts();
    }
}
