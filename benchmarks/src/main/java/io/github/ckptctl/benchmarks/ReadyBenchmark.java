// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkProcess;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.UnalignedCapable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Cost of tasks that are capable of unaligned checkpoints while their checkpoints stay aligned, as
 * under {@code unaligned.ready=true}.
 *
 * <p>Each round runs two equal jobs at the same time, each alone in a TaskManager of its own: one
 * as it was submitted, the other with capable tasks. So whatever else the machine does meanwhile,
 * it does to both, and the round's result is a ratio. Every round starts new processes, and the
 * roles change places with each.
 */
public final class ReadyBenchmark {

    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Time after which the answer of Flink's metrics is regarded as current. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final BenchmarkOptions options;
    private final int rounds;
    private final Duration warmUp;
    private final Duration window;
    private final ShutdownSignal ending;
    private final Progress progress;

    ReadyBenchmark(
            BenchmarkOptions options,
            int rounds,
            Duration warmUp,
            Duration window,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.window = window;
        this.ending = ending;
        this.progress = progress;
    }

    /** Runs the benchmark and ends the JVM. */
    public static void main(String[] arguments) {
        Program.main(
                "benchmarks/ready [--flink VERSION] [--adaptive] [--rounds NUMBER]",
                arguments,
                (commandLine, ending, progress) ->
                        new ReadyBenchmark(
                                        BenchmarkOptions.of(commandLine),
                                        commandLine.number("--rounds", 12),
                                        Duration.ofSeconds(12),
                                        Duration.ofSeconds(20),
                                        ending,
                                        progress)
                                ::measure);
    }

    /** Returns a table for each of two loads. */
    String measure() throws IOException, InterruptedException {
        return options
                + "; "
                + Machine.facts()
                + "\n\nBusy: both jobs process as fast as the processors allow.\n\n"
                + table(0)
                + "\n\nBack-pressure: each record takes 5 ms.\n\n"
                + table(BackPressuredJob.RECORD_MILLIS);
    }

    private Table table(int recordMillis) throws IOException, InterruptedException {
        List<JobFigures> submitted = new ArrayList<>();
        List<JobFigures> capable = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            progress.say("records of " + recordMillis + " ms, round " + round + " of " + rounds);
            boolean capableFirst = round % 2 == 0;
            List<JobFigures> pair = round(recordMillis, capableFirst);
            capable.add(pair.get(capableFirst ? 0 : 1));
            submitted.add(pair.get(capableFirst ? 1 : 0));
        }
        Table table =
                new Table("", "as submitted", "capable", "ratio of a round", "its middle half");
        row(table, "records/s", "%.0f", JobFigures::recordsPerSecond, submitted, capable);
        row(
                table,
                "records per processor second",
                "%.0f",
                JobFigures::recordsPerProcessorSecond,
                submitted,
                capable);
        row(table, "processors in use", "%.2f", JobFigures::processors, submitted, capable);
        row(
                table,
                "aligned checkpoint, ms",
                "%.0f",
                JobFigures::checkpointMillis,
                submitted,
                capable);
        row(table, "threads of the TaskManager", "%.0f", JobFigures::threads, submitted, capable);
        row(table, "its memory, MiB", "%.0f", JobFigures::residentMebibytes, submitted, capable);
        return table;
    }

    private static void row(
            Table table,
            String what,
            String format,
            ToDoubleFunction<JobFigures> figure,
            List<JobFigures> submitted,
            List<JobFigures> capable) {
        double[] ratios = new double[submitted.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] =
                    figure.applyAsDouble(capable.get(i)) / figure.applyAsDouble(submitted.get(i));
        }
        Arrays.sort(ratios);
        int outside = ratios.length / 4;
        table.row(
                what,
                text(format, median(submitted.stream().mapToDouble(figure).sorted().toArray())),
                text(format, median(capable.stream().mapToDouble(figure).sorted().toArray())),
                text("%.3f", median(ratios)),
                text("%.3f", ratios[outside])
                        + " – "
                        + text("%.3f", ratios[ratios.length - 1 - outside]));
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns the figures of the job that was submitted first, and of the other one. */
    private List<JobFigures> round(int recordMillis, boolean capableFirst)
            throws IOException, InterruptedException {
        try (FlinkCluster cluster =
                options.cluster("ready")
                        .taskManagers(1)
                        .slots(BackPressuredJob.PARALLELISM)
                        .agent(options.agent(), "jolokia.enabled=false")
                        .start()) {
            MeasuredJob first = submit(cluster, recordMillis, capableFirst);
            // the slots of the first TaskManager are taken
            cluster.startTaskManager();
            MeasuredJob second = submit(cluster, recordMillis, !capableFirst);
            ending.pause(warmUp);
            List<Reading> before = List.of(first.read(), second.read());
            ending.pause(window);
            return List.of(first.figuresSince(before.get(0)), second.figuresSince(before.get(1)));
        }
    }

    private MeasuredJob submit(FlinkCluster cluster, int recordMillis, boolean capable)
            throws InterruptedException {
        FlinkRest rest = cluster.rest();
        String interval = Integer.toString(BackPressuredJob.INTERVAL_MILLIS);
        String id =
                rest.submit(
                        TestJobs.backPressureJob(cluster.distribution()),
                        List.of(
                                "--interval",
                                interval,
                                "--minPause",
                                interval,
                                "--timeout",
                                "3600000",
                                "--recordMillis",
                                Integer.toString(recordMillis),
                                "--recordBytes",
                                // few in the buffers, so that an aligned checkpoint is soon done
                                recordMillis == 0 ? "256" : "8192"),
                        BackPressuredJob.PARALLELISM);
        rest.awaitRunning(id);
        Beans beans = new Beans(cluster.jmx());
        ending.until("the job's MBean", BOUND, () -> beans.job(id).isPresent());
        CheckpointCoordinatorMXBean bean = beans.job(id).orElseThrow();
        bean.triggerCheckpoint("FULL");
        if (capable) {
            bean.enableUnaligned(true, "benchmark");
            ending.until(
                    "capable tasks",
                    BOUND,
                    () -> bean.getUnalignedCapable() == UnalignedCapable.YES);
            bean.setUnalignedEnabled(false);
            rest.awaitRunning(id);
        }
        List<FlinkProcess> processes = cluster.taskManagers();
        return new MeasuredJob(rest, id, processes.get(processes.size() - 1).pid());
    }

    /** A job, and the process of its TaskManager. */
    private final class MeasuredJob {

        private final FlinkRest rest;
        private final String id;
        private final long pid;

        MeasuredJob(FlinkRest rest, String id, long pid) {
            this.rest = rest;
            this.id = id;
            this.pid = pid;
        }

        Reading read() throws InterruptedException {
            long end = System.nanoTime() + FRESH.toNanos();
            // asked for at once and again, as the first answer may be an old one
            records();
            while (System.nanoTime() - end < 0) {
                ending.pause(Duration.ofMillis(100));
                records();
            }
            return new Reading(
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    System.nanoTime(),
                    records(),
                    ProcessHandle.of(pid)
                            .flatMap(process -> process.info().totalCpuDuration())
                            .orElseThrow());
        }

        JobFigures figuresSince(Reading before) throws IOException, InterruptedException {
            Reading after = read();
            double seconds = (after.nanos() - before.nanos()) / 1e9;
            double processorSeconds = after.processor().minus(before.processor()).toMillis() / 1e3;
            long records = after.records() - before.records();
            Sample durations =
                    new Sample(
                            rest.checkpoints(id).withStatus(CheckpointStatus.COMPLETED).stream()
                                    .filter(one -> !one.triggerTimestamp().isBefore(before.at()))
                                    .map(Checkpoint::endToEndDuration)
                                    .mapToLong(Duration::toMillis));
            return new JobFigures(
                    records / seconds,
                    records / processorSeconds,
                    processorSeconds / seconds,
                    durations.median(),
                    status("Threads"),
                    status("VmRSS") / 1024.0);
        }

        private long records() {
            List<JobVertex> vertices = rest.vertices(id);
            return vertices.get(vertices.size() - 1).readRecords();
        }

        private long status(String field) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Counters at one moment. */
    private record Reading(Instant at, long nanos, long records, Duration processor) {}

    /** JobFigures of one job in one round. */
    private record JobFigures(
            double recordsPerSecond,
            double recordsPerProcessorSecond,
            double processors,
            double checkpointMillis,
            double threads,
            double residentMebibytes) {}
}
