// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.CheckpointStatistics;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many small jobs, each of which takes a checkpoint every second, or less often. */
final class ManyJobs {

    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration BOUND = Duration.ofMinutes(10);

    private final FlinkCluster cluster;
    private final FlinkRest rest;
    private final Duration interval;
    private final List<String> ids = new ArrayList<>();

    private ManyJobs(FlinkCluster cluster, Duration interval) {
        this.cluster = cluster;
        this.rest = cluster.rest();
        this.interval = interval;
    }

    /**
     * Submits a number of jobs one after the other, and waits until all tasks of all of them run.
     */
    static ManyJobs submit(
            FlinkCluster cluster, int count, ShutdownSignal ending, Progress progress)
            throws InterruptedException {
        ManyJobs jobs = new ManyJobs(cluster, INTERVAL);
        jobs.growTo(count, ending, progress);
        return jobs;
    }

    /** Returns an empty set of jobs, whose checkpoints have another interval. */
    static ManyJobs none(FlinkCluster cluster, Duration interval) {
        return new ManyJobs(cluster, interval);
    }

    /** Submits the missing jobs, and waits until all tasks of all jobs run. */
    void growTo(int count, ShutdownSignal ending, Progress progress) throws InterruptedException {
        JobJar jar = TestJobs.idleJob(cluster.distribution());
        List<String> options = List.of("--interval", Long.toString(interval.toMillis()));
        while (ids.size() < count) {
            ids.add(rest.submit(jar, options, 1));
            if (ids.size() % 50 == 0) {
                progress.say("  " + ids.size() + " jobs submitted");
            }
            ending.pause(Duration.ZERO);
        }
        ending.until("all tasks to run", BOUND, () -> running() == count);
    }

    /** Returns the id of one of the jobs. */
    String one() {
        return ids.get(0);
    }

    List<String> ids() {
        return List.copyOf(ids);
    }

    /** Returns the number of jobs whose tasks all run. */
    int running() {
        return (int)
                rest
                        .get("/jobs/overview")
                        .getAsJsonObject()
                        .getAsJsonArray("jobs")
                        .asList()
                        .stream()
                        .map(job -> job.getAsJsonObject().getAsJsonObject("tasks"))
                        .filter(tasks -> tasks.get("total").getAsInt() > 0)
                        .filter(tasks -> tasks.get("running").equals(tasks.get("total")))
                        .count();
    }

    /** Returns whether each job has completed a checkpoint. */
    boolean haveCompleted() {
        return checkpoints().stream().allMatch(job -> job.counts().completed() > 0);
    }

    /** Returns Flink's checkpoint statistics of each job. */
    List<CheckpointStatistics> checkpoints() {
        return ids.stream().map(rest::checkpoints).toList();
    }
}
