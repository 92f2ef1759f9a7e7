// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.SafepointLog.Pause;
import io.github.ckptctl.cluster.CheckpointStatistics;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Benchmark that attaches the agent to a JobManager under load and reports the effect on the jobs:
 * the same figures for a time before the attach and for as long from the command's start on, or
 * longer if not all jobs are found by then.
 *
 * <ul>
 *   <li>Triggers: the delay of the checkpoint timer of any job; see {@link Triggers}.
 *   <li>Checkpoint durations: the time that the timer, the JobMaster's main thread, the tasks and
 *       the JobManager's I/O threads need together, for every checkpoint of every job.
 *   <li>Round trips: a job's status over REST, requested again as soon as it is answered. It is
 *       answered on the main thread of the Dispatcher and then on that of the job's JobMaster, so
 *       it includes any delay of either of them, or of the JVM. It also includes any delay of this
 *       program, which makes it an upper bound. The main threads of the other jobs are not
 *       measured: a request would let the agent find them early. They have their checkpoints'
 *       durations.
 *   <li>Stops: the times for which all threads are stopped, as the JVM reports them, see {@link
 *       SafepointLog}. No thread of Flink runs meanwhile, so each stop is part of the figures
 *       above.
 * </ul>
 *
 * <p>All of it shares this machine's cores with the tasks of all jobs, and with any other process.
 */
final class AttachLoad {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchmarkOptions options;
    private final AttachConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;

    AttachLoad(
            BenchmarkOptions options, AttachConfig pace, ShutdownSignal ending, Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    /** Starts a JobManager with this number of jobs and attaches the agent to it. */
    Noticed measure(int count) throws IOException, InterruptedException {
        Path logs = options.logs("attach-" + count);
        SafepointLog safepoints = new SafepointLog(logs.resolve("safepoints.log"));
        try (FlinkCluster cluster = start(count, safepoints)) {
            ManyJobs jobs = ManyJobs.submit(cluster, count, ending, progress);
            // so that a trigger precedes the first one of each window
            ending.until("a checkpoint of each job", PATIENCE, jobs::haveCompleted);
            progress.say(count + " jobs run; warming up");
            try (RoundTrips trips = RoundTrips.of(() -> cluster.rest().jobStatus(jobs.one()))) {
                ending.pause(pace.warmUp());
                return attach(cluster, jobs, trips, logs.resolve("attach.out"), safepoints);
            }
        }
    }

    private FlinkCluster start(int count, SafepointLog safepoints) {
        return options.clusterOfManyJobs("attach-" + count, count)
                // enough for both windows
                .config("web.checkpoints.history", "100")
                .jobManagerJvmOption(safepoints.jvmOption())
                .start();
    }

    private Noticed attach(
            FlinkCluster cluster,
            ManyJobs jobs,
            RoundTrips trips,
            Path output,
            SafepointLog safepoints)
            throws IOException, InterruptedException {
        int count = jobs.ids().size();
        long pid = cluster.jobManagerPid();
        progress.say("before the attach");
        Stretch.Watch watch = new Stretch.Watch(pid);
        ending.pause(pace.length());
        Stretch before = watch.stop();

        progress.say("the attach");
        watch = new Stretch.Watch(pid);
        Instant end = Instant.now().plus(pace.length());
        AttachCommand command = AttachCommand.start(options.agent(), pid, output);
        Beans beans = new Beans(cluster.jmx());
        DiscoveryTime found = DiscoveryTime.watch(beans, ending, PATIENCE, count);
        ending.pause(Duration.between(Instant.now(), end));
        Stretch during = watch.stop();
        command.awaitSuccess();
        requireUnharmed(beans, jobs);

        progress.say("reading what Flink remembers");
        List<CheckpointStatistics> remembered = jobs.checkpoints();
        List<Triggers> triggers =
                remembered.stream()
                        .map(job -> new Triggers(job.history(), ManyJobs.INTERVAL))
                        .toList();
        if (!triggers.stream().allMatch(job -> job.reachBackTo(before.window().start()))) {
            throw new IllegalStateException("Flink has forgotten a part of what was measured");
        }
        List<Pause> pauses = safepoints.pauses();
        Noticed noticed =
                new Noticed(
                        LoadFigures.of(before, triggers, trips, pauses),
                        LoadFigures.of(during, triggers, trips, pauses),
                        found,
                        remembered.stream().filter(job -> job.counts().restored() > 0).count());
        progress.say("all threads stopped for " + noticed.during().stop() + "; " + found);
        return noticed;
    }

    private static void requireUnharmed(Beans beans, ManyJobs jobs) {
        long errors = beans.agent().getHookErrors();
        int running = jobs.running();
        if (errors > 0 || running < jobs.ids().size()) {
            throw new IllegalStateException(errors + " hooks failed, " + running + " jobs run");
        }
    }

    /**
     * Effect of an attach on the jobs.
     *
     * @param before in the time before the attach
     * @param during from the command's start on
     * @param found how they were found
     * @param restarted number of restarted jobs
     */
    record Noticed(LoadFigures before, LoadFigures during, DiscoveryTime found, long restarted) {}
}
