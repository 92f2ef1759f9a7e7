// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.inside.ReporterScrape;
import io.github.ckptctl.cluster.ShutdownSignal;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.openjdk.jmh.results.BenchmarkResult;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Cost of the gauges in Flink's own metrics: scrapes of Flink's reporter for Prometheus, with the
 * agent and without, measured by JMH. JVMs with and without it take turns.
 */
final class ReporterBenchmarks implements Group {

    private static final long SCRAPE_GOAL = 1_200;
    private static final String WOVEN = "scrape.woven";
    private static final String STOCK = "scrape.stock";

    private final JmhConfig effort;
    private final int jobs;

    /**
     * @param jobs number of jobs of the JobManager
     */
    ReporterBenchmarks(JmhConfig effort, int jobs) {
        this.effort = effort;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String title() {
        return "Flink's own metrics";
    }

    @Override
    public Figures measure(ShutdownSignal ending, Progress progress) {
        Figures figures =
                new Figures(Machine.facts() + ", Flink " + EnvironmentInformation.getVersion());
        try (Jmh jmh =
                new Jmh(
                        Path.of(System.getProperty("ckptctl.agent.jar", "")),
                        Path.of(System.getProperty("ckptctl.logs", "target"), "jmh-metrics.log"),
                        effort)) {
            for (int round = 1; round <= effort.rounds(); round++) {
                progress.say("round " + round + " of " + effort.rounds());
                boolean first = round % 2 == 0;
                for (boolean woven : List.of(first, !first)) {
                    BenchmarkResult result =
                            jmh.time(ReporterScrape.class, "scrape", woven, Map.of("count", jobs));
                    String name = woven ? WOVEN : STOCK;
                    figures.add(name + ".time", Jmh.picos(result));
                    figures.add(name + ".bytes", Jmh.bytes(result));
                    figures.add(name + ".series", ReporterScrape.series(result));
                }
            }
        }
        return figures;
    }

    @Override
    public List<Row> rows(Figures figures) {
        String woven = WOVEN + ".time";
        String stock = STOCK + ".time";
        Sample ratios = figures.ratio(woven, stock);
        long seriesOfFlink = figures.of(STOCK + ".series").median();
        return List.of(
                new Row(
                        "a scrape of Flink's reporter for Prometheus, 1,000 jobs",
                        "without the agent",
                        "<= 1.2",
                        figures.of(woven).text(Units::picos),
                        figures.of(stock).text(Units::picos),
                        ratios.text(Units::ratio),
                        ratios.median() <= SCRAPE_GOAL,
                        "The reporter writes a line for each series, and so takes its time for each"
                                + " line, whatever is in it: Flink has "
                                + seriesOfFlink
                                + " of them, the agent adds "
                                + (figures.of(WOVEN + ".series").median() - seriesOfFlink)
                                + ", which is "
                                + figures.ratio(WOVEN + ".series", STOCK + ".series")
                                        .text(Units::ratio)
                                + " of it. A reporter with a filter writes those alone that are"
                                + " asked for."));
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return List.of();
    }
}
