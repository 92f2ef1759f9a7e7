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
 * Attaches the agent to a JobManager under load, and tells what the jobs notice of it: the same
 * figures for a time before the attach and for as long from the command's start on, or longer if
 * not all jobs are found by then.
 *
 * <ul>
 *   <li>Triggers: how late the checkpoint timer of any job came; see {@link Triggers}.
 *   <li>Checkpoint durations: what the timer, the JobMaster's main thread, the tasks and the
 *       JobManager's I/O threads need together, for every checkpoint of every job.
 *   <li>Round trips: a job's status over REST, asked again as soon as it is answered. It is
 *       answered on the main thread of the Dispatcher and then on that of the job's JobMaster, so
 *       whatever holds up either of them, or the JVM, shows; so does what holds up this program,
 *       which makes it an upper bound. The main threads of the other jobs are not asked: a question
 *       would let the agent find them early. They have their checkpoints' durations.
 *   <li>Stops: the JVM's own account of all its threads standing still, see {@link SafepointLog}.
 *       No thread of Flink's can go on meanwhile, so each is part of the figures above.
 * </ul>
 *
 * <p>All of it shares this machine's cores with the tasks of all jobs, and with whatever else runs.
 */
final class AttachLoad {

    private static final int TASK_MANAGERS = 4;
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

    /** Starts a JobManager with so many jobs and attaches the agent to it. */
    Noticed measure(int count) throws IOException, InterruptedException {
        Path logs = options.logs("attach-" + count);
        SafepointLog safepoints = new SafepointLog(logs.resolve("safepoints.log"));
        try (FlinkCluster cluster = start(count, safepoints)) {
            ManyJobs jobs = ManyJobs.submit(cluster, count, ending, progress);
            // so that the first trigger of each window has one before it
            ending.until("a checkpoint of each job", PATIENCE, jobs::haveCompleted);
            progress.say(count + " jobs run; warming up");
            try (RoundTrips trips = RoundTrips.of(() -> cluster.rest().jobStatus(jobs.one()))) {
                ending.pause(pace.warmUp());
                return attach(cluster, jobs, trips, logs.resolve("attach.out"), safepoints);
            }
        }
    }

    private FlinkCluster start(int count, SafepointLog safepoints) {
        return options.cluster("attach-" + count)
                .taskManagers(TASK_MANAGERS)
                .slots((count + TASK_MANAGERS - 1) / TASK_MANAGERS)
                .config("taskmanager.memory.network.min", "128m")
                .config("taskmanager.memory.network.max", "128m")
                // Flink's defaults; elsewhere in these clusters they are shorter
                .config("heartbeat.interval", "10000")
                .config("heartbeat.timeout", "50000")
                .config("metrics.fetcher.update-interval", "10000")
                .config("web.refresh-interval", "3000")
                // enough for both windows
                .config("web.checkpoints.history", "100")
                .jobManagerJvmOption("-Xmx2g")
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
     * What the jobs noticed.
     *
     * @param before in the time before the attach
     * @param during from the command's start on
     * @param found how they were found
     * @param restarted how many were restarted
     */
    record Noticed(LoadFigures before, LoadFigures during, DiscoveryTime found, long restarted) {}
}
