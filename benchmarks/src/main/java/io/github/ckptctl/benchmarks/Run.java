// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Main program that runs all benchmarks with a row on the page, or one group of them, and writes
 * the page.
 */
public final class Run {

    /** All groups, in the order of the page. A new group is added here. */
    private static final List<Group> GROUPS =
            List.of(
                    new ClusterBenchmarks(
                            new BenchmarkOptions("2.3.0", false), BenchmarkConfig.FULL),
                    new AttachUnderLoad(new BenchmarkOptions("2.3.0", false), AttachConfig.FULL),
                    new JmhBenchmarks(JmhConfig.FULL),
                    new ReporterBenchmarks(JmhConfig.scrapes(3, 20, 100), 1_000),
                    new ConsoleBenchmarks(
                            new BenchmarkOptions("2.3.0", false), ConsoleConfig.FULL));

    private Run() {}

    /** Runs the benchmarks and ends the JVM. */
    public static void main(String[] arguments) {
        Program.main(
                "benchmarks/run [--only GROUP] [--page]",
                arguments,
                (commandLine, ending, progress) -> {
                    List<Group> chosen = chosen(commandLine);
                    return () -> run(chosen, ending, progress);
                });
    }

    /** Returns the page of the project in a directory. */
    static BenchmarksPage page(Path home) {
        return new BenchmarksPage(home, GROUPS);
    }

    private static List<Group> chosen(CommandLine commandLine) {
        if (commandLine.has("--page")) {
            return List.of();
        }
        String only = commandLine.text("--only", "");
        List<Group> chosen =
                GROUPS.stream()
                        .filter(group -> only.isEmpty() || group.name().equals(only))
                        .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "'"
                            + only
                            + "' is none of "
                            + String.join(", ", GROUPS.stream().map(Group::name).toList()));
        }
        return chosen;
    }

    private static String run(List<Group> chosen, ShutdownSignal ending, Progress progress)
            throws IOException, InterruptedException {
        BenchmarksPage page = page(Path.of(""));
        for (Group group : chosen) {
            progress.say(group.title());
            page.keep(group, group.measure(ending, progress));
        }
        page.write();
        progress.say("done");
        return "docs/benchmarks.md is written";
    }
}
