// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Aligned and unaligned checkpoints of one job under back-pressure, switched while it runs: their
 * duration, their content, the job's progress meanwhile, and the work that failures undo.
 */
public final class UnalignedBenchmark {

    private final BenchmarkOptions options;
    private final UnalignedConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;
    private final Table checkpoints =
            new Table(
                    "checkpoints",
                    "n",
                    "duration",
                    "processed in flight",
                    "persisted in flight",
                    "records/s",
                    "of the reference");
    private final Table failures;
    private double reference;

    UnalignedBenchmark(
            BenchmarkOptions options,
            UnalignedConfig pace,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.pace = pace;
        this.failures =
                new Table(
                        "failing " + pace.up().toSeconds() + " s after each restart",
                        "n",
                        "running again after",
                        "records undone by a failure",
                        "records processed in all",
                        "kept",
                        "of those processed");
        this.ending = ending;
        this.progress = progress;
    }

    /** Runs the benchmark and ends the JVM. */
    public static void main(String[] arguments) {
        Program.main(
                "benchmarks/unaligned [--flink VERSION] [--adaptive]",
                arguments,
                (commandLine, ending, progress) ->
                        new UnalignedBenchmark(
                                        BenchmarkOptions.of(commandLine),
                                        UnalignedConfig.FULL,
                                        ending,
                                        progress)
                                ::measure);
    }

    /** Returns the result as two tables. */
    String measure() throws IOException, InterruptedException {
        String heading = options + "; " + Machine.facts();
        Path directory = Files.createTempDirectory("ckptctl-benchmark-");
        Path failFile = directory.resolve("fail");
        progress.say(options + ", starting");
        try (FlinkCluster cluster =
                options.cluster("unaligned")
                        .taskManagers(BackPressuredJob.PARALLELISM)
                        .slots(1)
                        .agent(options.agent(), "jolokia.enabled=false")
                        .start()) {
            BackPressuredJob job = BackPressuredJob.submit(cluster, ending, failFile);
            measureReference(job);
            measureCheckpoints(job);
            measureFailures(job);
        } finally {
            Files.deleteIfExists(failFile);
            Files.deleteIfExists(directory);
        }
        return heading + "\n\n" + checkpoints + "\n\n" + failures;
    }

    private void measureReference(BackPressuredJob job) throws InterruptedException {
        job.bean().suspend("ALL");
        job.awaitRunning();
        ending.pause(pace.warmUp());
        progress.say("no checkpoints");
        Span span = new SpanWatch(job, ending).during(pace.reference());
        reference = span.recordsPerSecond();
        row("none: `suspend(\"ALL\")`, the reference", span);
    }

    /**
     * Measures the checkpoints. Each change is made in the pause after a checkpoint, so that none
     * is in flight.
     */
    private void measureCheckpoints(BackPressuredJob job) throws InterruptedException {
        CheckpointCoordinatorMXBean bean = job.bean();
        progress.say("aligned");
        SpanWatch aligned = new SpanWatch(job, ending);
        bean.resume();
        row("aligned: `AlignedTimeout` 1 h", aligned.untilCompleted(pace.slow()));

        progress.say("unaligned");
        bean.setAlignedTimeout(0);
        row(
                "unaligned at once: `AlignedTimeout` 0",
                new SpanWatch(job, ending).untilCompleted(pace.fast()));

        progress.say("a savepoint");
        bean.suspend("PERIODIC");
        SpanWatch savepoint = new SpanWatch(job, ending);
        job.savepoint();
        row("a savepoint while `AlignedTimeout` is 0", savepoint.untilCompleted(1));

        progress.say("aligned again");
        bean.setUnalignedEnabled(false);
        SpanWatch alignedAgain = new SpanWatch(job, ending);
        bean.resume();
        row("aligned again: `UnalignedEnabled` false", alignedAgain.untilCompleted(pace.slow()));
    }

    private void measureFailures(BackPressuredJob job) throws InterruptedException {
        progress.say("failures, aligned");
        row(
                "aligned: `UnalignedEnabled` false",
                Failures.induce(job, ending, progress, pace.failures(), pace.up()));
        progress.say("failures, unaligned");
        job.bean().setUnalignedEnabled(true);
        row(
                "unaligned at once: `AlignedTimeout` 0",
                Failures.induce(job, ending, progress, pace.failures(), pace.up()));
        progress.say("done");
    }

    private void row(String what, Span span) {
        checkpoints.row(
                what,
                Integer.toString(span.checkpoints().size()),
                span.sample(checkpoint -> checkpoint.endToEndDuration().toMillis())
                        .text(Units::millis),
                span.sample(Checkpoint::processedInFlight).text(Units::bytes),
                span.sample(Checkpoint::persistedInFlight).text(Units::bytes),
                String.format(Locale.ROOT, "%.1f", span.recordsPerSecond()),
                Units.percent(span.recordsPerSecond(), reference));
    }

    private void row(String what, Failures induced) {
        failures.row(
                what,
                Integer.toString(induced.restarts().size()),
                induced.sample(BackPressuredJob.Restart::millis).text(Units::millis),
                induced.sample(BackPressuredJob.Restart::undone).text(Long::toString),
                Long.toString(induced.processed()),
                Long.toString(induced.kept()),
                Units.percent((double) induced.kept(), (double) induced.processed()));
    }
}
