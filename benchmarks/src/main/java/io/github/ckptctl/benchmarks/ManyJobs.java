// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.CheckpointStatistics;
import io.github.ckptctl.cluster.Ending;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many small jobs, each of which takes a checkpoint every second, or less often. */
final class ManyJobs {

    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration BOUND = Duration.ofMinutes(10);

    private final FlinkRest rest;
    private final List<String> ids;

    private ManyJobs(FlinkRest rest, List<String> ids) {
        this.rest = rest;
        this.ids = ids;
    }

    /** Submits them one after the other, and waits until all tasks of all of them run. */
    static ManyJobs submit(FlinkCluster cluster, int count, Ending ending, Progress progress)
            throws InterruptedException {
        return submit(cluster, count, INTERVAL, ending, progress);
    }

    /** Does the same with checkpoints in another interval. */
    static ManyJobs submit(
            FlinkCluster cluster, int count, Duration interval, Ending ending, Progress progress)
            throws InterruptedException {
        JobJar jar = TestJobs.idleJob(cluster.distribution());
        List<String> options = List.of("--interval", Long.toString(interval.toMillis()));
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            ids.add(cluster.rest().submit(jar, options, 1));
            if (ids.size() % 50 == 0) {
                progress.say("  " + ids.size() + " jobs submitted");
            }
            ending.pause(Duration.ZERO);
        }
        ManyJobs jobs = new ManyJobs(cluster.rest(), List.copyOf(ids));
        ending.until("all tasks to run", BOUND, () -> jobs.running() == count);
        return jobs;
    }

    /** Returns the id of one of them. */
    String one() {
        return ids.get(0);
    }

    List<String> ids() {
        return ids;
    }

    /** Returns how many have all of their tasks running. */
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

    /** Returns what Flink remembers of the checkpoints of each. */
    List<CheckpointStatistics> checkpoints() {
        return ids.stream().map(rest::checkpoints).toList();
    }
}
