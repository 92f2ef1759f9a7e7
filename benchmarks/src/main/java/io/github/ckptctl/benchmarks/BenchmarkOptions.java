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

    private static final int TASK_MANAGERS = 4;

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

    /**
     * Returns the builder of a cluster for many jobs with one subtask each, with Flink's defaults
     * for whatever the JobManager does at intervals; other clusters of these benchmarks use shorter
     * ones.
     */
    FlinkClusterBuilder clusterOfManyJobs(String benchmark, int jobs) {
        return cluster(benchmark)
                .taskManagers(TASK_MANAGERS)
                .slots((jobs + TASK_MANAGERS - 1) / TASK_MANAGERS)
                .config("taskmanager.memory.network.min", "128m")
                .config("taskmanager.memory.network.max", "128m")
                .config("heartbeat.interval", "10000")
                .config("heartbeat.timeout", "50000")
                .config("metrics.fetcher.update-interval", "10000")
                .config("web.refresh-interval", "3000")
                .jobManagerJvmOption("-Xmx2g");
    }

    /** Returns the name of the cluster in the tables. */
    @Override
    public String toString() {
        return "Flink " + version + ", " + (adaptive ? "adaptive" : "default") + " scheduler";
    }
}
