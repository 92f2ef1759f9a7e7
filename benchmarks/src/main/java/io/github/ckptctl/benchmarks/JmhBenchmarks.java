// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.inside.BeanRead;
import io.github.ckptctl.benchmarks.inside.CheckpointCycle;
import io.github.ckptctl.benchmarks.inside.JobMemory;
import io.github.ckptctl.benchmarks.inside.SettingRead;
import io.github.ckptctl.benchmarks.inside.SettingsUpdate;
import io.github.ckptctl.cluster.ShutdownSignal;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.openjdk.jmh.results.BenchmarkResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cost of the agent inside a JobManager, measured by JMH.
 *
 * <p>Each figure is the median of a JVM's iterations, and each benchmark gets several JVMs. JVMs
 * with and without the agent take turns, so that a temporary slowdown of the machine affects both
 * sides alike; a ratio is that of two neighbours.
 */
final class JmhBenchmarks implements Group {

    private static final String LOG = "jmh.log";

    private final JmhConfig effort;
    private final SubtaskGrowth growth;

    JmhBenchmarks(JmhConfig effort) {
        this.effort = effort;
        this.growth = new SubtaskGrowth(effort.subtasks());
    }

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public String title() {
        return "Inside the JobManager";
    }

    @Override
    public Figures measure(ShutdownSignal ending, Progress progress) {
        Figures figures =
                new Figures(Machine.facts() + ", Flink " + EnvironmentInformation.getVersion());
        try (Jmh jmh =
                new Jmh(
                        Path.of(System.getProperty("ckptctl.agent.jar", "")),
                        Path.of(System.getProperty("ckptctl.logs", "target"), LOG),
                        effort)) {
            for (int round = 1; round <= effort.rounds(); round++) {
                progress.say("round " + round + " of " + effort.rounds());
                settings(jmh, figures);
                beans(jmh, figures);
                growth.measure(jmh, figures);
            }
            for (int pair = 1; pair <= effort.pairs(); pair++) {
                progress.say("checkpoints, pair " + pair + " of " + effort.pairs());
                cycles(jmh, figures, pair);
            }
            for (int round = 1; round <= effort.memoryRounds(); round++) {
                progress.say("memory, round " + round + " of " + effort.memoryRounds());
                memory(jmh, figures);
            }
        }
        return figures;
    }

    private static void settings(Jmh jmh, Figures figures) {
        for (String setting : List.of("timeout", "minPause", "tolerableFailedCheckpoints")) {
            add(figures, "read." + setting, jmh.time(SettingRead.class, setting, true, Map.of()));
        }
        add(figures, "read.field", jmh.time(SettingRead.class, "timeout", false, Map.of()));
    }

    /**
     * Times checkpoints, with and without the agent in turn. A JVM compiles the same code
     * differently from run to run, and keeps the result: neighbours differ by some 10 %, and it is
     * the number of pairs that makes their median steady. The order alternates from pair to pair.
     * Sizes that only the chart shows have as many pairs as others have rounds.
     */
    private void cycles(Jmh jmh, Figures figures, int pair) {
        for (int subtasks : effort.subtasks()) {
            if (pair > effort.rounds() && !JmhReport.SUBTASKS.contains(subtasks)) {
                continue;
            }
            Map<String, Integer> size = Map.of("subtasks", subtasks);
            boolean first = pair % 2 == 0;
            for (boolean woven : List.of(first, !first)) {
                BenchmarkResult result = jmh.time(CheckpointCycle.class, "cycle", woven, size);
                add(figures, JmhReport.cycle(subtasks, woven), result);
            }
        }
    }

    private static void beans(Jmh jmh, Figures figures) {
        for (String read :
                List.of(
                        "longOfJob",
                        "longOfJvm",
                        "longOfLongName",
                        "compositeOfJob",
                        "compositeOfJvm")) {
            add(figures, "bean." + read, jmh.time(BeanRead.class, read, true, Map.of()));
        }
        for (String what : List.of("update", "empty")) {
            BenchmarkResult change = jmh.time(SettingsUpdate.class, what, true, Map.of());
            figures.add(what + ".median", Jmh.picosAt(50, change));
            figures.add(what + ".p99", Jmh.picosAt(99, change));
            figures.add(what + ".bytes", Jmh.bytes(change));
        }
    }

    private void memory(Jmh jmh, Figures figures) {
        for (int jobs : effort.jobs()) {
            for (int changes : effort.changes()) {
                BenchmarkResult result =
                        jmh.count(
                                JobMemory.class,
                                "retained",
                                Map.of("count", jobs, "changes", changes));
                result.getSecondaryResults()
                        .forEach(
                                (what, bytes) ->
                                        figures.add(
                                                JmhReport.memory(what, jobs, changes > 0),
                                                Math.round(bytes.getScore())));
            }
        }
    }

    private static void add(Figures figures, String name, BenchmarkResult result) {
        figures.add(name + ".time", Jmh.picos(result));
        figures.add(name + ".bytes", Jmh.bytes(result));
    }

    @Override
    public List<Row> rows(Figures figures) {
        return new JmhReport(figures, effort).all();
    }

    @Override
    public List<Chart> charts(Figures figures) {
        List<Chart> charts = new ArrayList<>(new JmhReport(figures, effort).charts());
        charts.add(growth.chart(figures));
        return charts;
    }
}
