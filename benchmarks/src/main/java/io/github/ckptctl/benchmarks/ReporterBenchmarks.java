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
    private static final long PICOS = 1_000;
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
                    figures.add(name + ".time", Jmh.picosAt(50, result));
                    figures.add(name + ".p99", Jmh.picosAt(99, result));
                    figures.add(name + ".cpu", PICOS * ReporterScrape.counted("cpu", result));
                    figures.add(name + ".length", ReporterScrape.counted("length", result));
                    figures.add(name + ".series", ReporterScrape.counted("series", result));
                }
            }
        }
        return figures;
    }

    @Override
    public List<Row> rows(Figures figures) {
        return List.of(
                row(figures, "", ".time", "The medians of each JVM's scrapes. " + parts(figures)),
                row(figures, ", p99", ".p99", ""),
                row(figures, ", CPU time", ".cpu", "The mean of each JVM's scrapes."));
    }

    private static Row row(Figures figures, String which, String figure, String reason) {
        Sample ratios = figures.ratio(WOVEN + figure, STOCK + figure);
        return new Row(
                "a scrape of Flink's reporter for Prometheus, 1,000 jobs" + which,
                "without the agent",
                "<= 1.2",
                figures.of(WOVEN + figure).text(Units::picos),
                figures.of(STOCK + figure).text(Units::picos),
                ratios.text(Units::ratio),
                ratios.median() <= SCRAPE_GOAL,
                reason);
    }

    private static String parts(Figures figures) {
        long stock = figures.of(STOCK + ".series").median();
        long added = figures.of(WOVEN + ".series").median() - stock;
        long more = figures.of(WOVEN + ".cpu").median() - figures.of(STOCK + ".cpu").median();
        return "The reporter writes a line for each series: "
                + stock
                + " of Flink's, which take "
                + Units.picos(figures.of(STOCK + ".cpu").median() / stock)
                + " of CPU time each, and "
                + added
                + " of the agent's, which take "
                + Units.picos(more / added)
                + " each. So the lines alone make the scrape "
                + figures.ratio(WOVEN + ".series", STOCK + ".series").text(Units::ratio)
                + " as long. The answer has "
                + Units.bytes(figures.of(WOVEN + ".length").median())
                + " instead of "
                + Units.bytes(figures.of(STOCK + ".length").median())
                + ".";
    }

    @Override
    public List<Chart> charts(Figures figures) {
        return List.of();
    }
}
