// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;

import java.nio.file.Path;

/**
 * Options common to all benchmarks.
 *
 * @param version the Flink version to run on
 * @param adaptive whether with the adaptive scheduler
 */
record BenchmarkOptions(String version, boolean adaptive) {

    static BenchmarkOptions of(CommandLine commandLine) {
        return new BenchmarkOptions(
                commandLine.text("--flink", "2.3.0"), commandLine.has("--adaptive"));
    }

    /** Returns the agent's jar. */
    Path agent() {
        return Path.of(System.getProperty("ckptctl.agent.jar", ""));
    }

    /** Returns the directory for the logs of a benchmark's run. */
    Path logs(String benchmark) {
        return Path.of(
                System.getProperty("ckptctl.logs", "target/flink-logs"),
                benchmark + "-" + version + (adaptive ? "-adaptive" : "-default"));
    }

    /** Returns the builder of the cluster that a benchmark starts. */
    FlinkClusterBuilder cluster(String benchmark) {
        return FlinkCluster.builder()
                .flink(version)
                .adaptiveScheduler(adaptive)
                .jmx(true)
                .logDirectory(logs(benchmark));
    }

    /** Returns the name of the cluster in the tables. */
    @Override
    public String toString() {
        return "Flink " + version + ", " + (adaptive ? "adaptive" : "default") + " scheduler";
    }
}
