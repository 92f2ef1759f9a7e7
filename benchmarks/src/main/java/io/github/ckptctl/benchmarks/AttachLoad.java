// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.SafepointLog.Pause;
import io.github.ckptctl.cluster.CheckpointStatistics;
import io.github.ckptctl.cluster.Ending;
import io.github.ckptctl.cluster.FlinkCluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Attaches the agent to a JobManager under load, and tells what the jobs notice of it: the same
 * figures for a time before the attach and for as long from the command's start on.
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
public final class AttachLoad {

    private static final String NAME = "attach-load";
    private static final int JOBS = 300;
    private static final int TASK_MANAGERS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final BenchmarkOptions options;
    private final int count;
    private final Ending ending;
    private final Progress progress;
    private final SafepointLog safepoints;

    private AttachLoad(BenchmarkOptions options, int count, Ending ending, Progress progress) {
        this.options = options;
        this.count = count;
        this.ending = ending;
        this.progress = progress;
        this.safepoints = new SafepointLog(options.logs(NAME).resolve("safepoints.log"));
    }

    /** Runs the benchmark and ends the JVM. */
    public static void main(String[] arguments) {
        Program.main(
                "benchmarks/attach-load [--jobs N] [--flink VERSION] [--adaptive]",
                arguments,
                (commandLine, ending, progress) ->
                        new AttachLoad(
                                        BenchmarkOptions.of(commandLine),
                                        commandLine.number("--jobs", JOBS),
                                        ending,
                                        progress)
                                ::measure);
    }

    private String measure() throws IOException, InterruptedException {
        String heading = options + ", " + count + " jobs; " + Machine.facts();
        progress.say(options + ", starting");
        try (FlinkCluster cluster = start()) {
            ManyJobs jobs = ManyJobs.submit(cluster, count, ending, progress);
            progress.say(count + " jobs run; warming up");
            try (RoundTrips trips = RoundTrips.of(() -> cluster.rest().jobStatus(jobs.one()))) {
                ending.pause(WARM_UP);
                return heading + "\n\n" + attach(cluster, jobs, trips);
            }
        }
    }

    private FlinkCluster start() {
        return options.cluster(NAME)
                .taskManagers(TASK_MANAGERS)
                .slots((count + TASK_MANAGERS - 1) / TASK_MANAGERS)
                .config("taskmanager.memory.network.min", "128m")
                .config("taskmanager.memory.network.max", "128m")
                // Flink's defaults; elsewhere in these clusters they are shorter
                .config("heartbeat.interval", "10000")
                .config("heartbeat.timeout", "50000")
                // enough for both windows
                .config("web.checkpoints.history", "100")
                .jobManagerJvmOption("-Xmx2g")
                .jobManagerJvmOption(safepoints.jvmOption())
                .start();
    }

    private String attach(FlinkCluster cluster, ManyJobs jobs, RoundTrips trips)
            throws IOException, InterruptedException {
        long pid = cluster.jobManagerPid();
        progress.say("before the attach");
        Stretch.Watch watch = new Stretch.Watch(pid);
        ending.pause(LENGTH);
        Stretch before = watch.stop();

        progress.say("the attach");
        watch = new Stretch.Watch(pid);
        Instant end = Instant.now().plus(LENGTH);
        AttachCommand command =
                AttachCommand.start(options.agent(), pid, options.logs(NAME).resolve("attach.out"));
        Beans beans = new Beans(cluster.jmx());
        Found found = Found.watch(beans, ending, LENGTH, count);
        ending.pause(Duration.between(Instant.now(), end));
        Stretch during = watch.stop();
        command.awaitSuccess();

        progress.say("reading what Flink remembers");
        List<CheckpointStatistics> remembered = jobs.checkpoints();
        long restarted = remembered.stream().filter(job -> job.counts().restored() > 0).count();
        String facts =
                String.join(
                        "\n",
                        "- jobs found: " + found.of(count),
                        "- jobs with all tasks running: " + jobs.running(),
                        "- jobs restarted: " + restarted,
                        "- errors in hooks: " + beans.agent().getHookErrors());
        progress.say("done");
        return facts + "\n\n" + table(remembered, trips, before, during);
    }

    private Table table(
            List<CheckpointStatistics> remembered, RoundTrips trips, Stretch before, Stretch during)
            throws IOException {
        List<Triggers> jobs =
                remembered.stream()
                        .map(job -> new Triggers(job.history(), ManyJobs.INTERVAL))
                        .toList();
        if (!jobs.stream().allMatch(job -> job.reachBackTo(before.window().start()))) {
            throw new IllegalStateException("Flink has forgotten a part of what was measured");
        }
        List<Pause> pauses = safepoints.pauses();
        String length = LENGTH.toSeconds() + " s";
        return LoadFigures.of(before, jobs, trips, pauses)
                .beside(
                        LoadFigures.of(during, jobs, trips, pauses),
                        length + " before",
                        length + " from the command's start on");
    }
}
