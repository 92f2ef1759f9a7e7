// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Cost of giving a job another timeout: a change while it runs, after which the checkpoint in
 * flight has its new deadline, compared with stock Flink: stopping the job with a savepoint and
 * starting it again from there with the other timeout, over its REST API or by its commands.
 *
 * <p>The job has next to no state, so that the restart is as fast as one can be. Its time is from
 * the first request or command until all tasks run again; no record is read in between.
 */
final class RescueBenchmark {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final long TIMEOUT = 600_000;
    private static final int PARALLELISM = 2;

    private final BenchmarkOptions options;
    private final BenchmarkConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;

    RescueBenchmark(
            BenchmarkOptions options,
            BenchmarkConfig pace,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    Results measure() throws IOException, InterruptedException {
        try (Login login = new Login();
                FlinkCluster cluster =
                        options.cluster("rescue").agent(options.agent(), login.options()).start()) {
            Results found =
                    new Results(changes(cluster, login), restarts(cluster), commands(cluster));
            progress.say(found.toString());
            return found;
        }
    }

    private Changes changes(FlinkCluster cluster, Login login)
            throws IOException, InterruptedException {
        FlinkRest rest = cluster.rest();
        String job =
                rest.submit(
                        TestJobs.slowSnapshotJob(cluster.distribution()),
                        List.of(
                                "--interval", "1000",
                                "--timeout", Long.toString(TIMEOUT),
                                "--snapshotMillis", "3600000"),
                        PARALLELISM);
        Beans beans = new Beans(cluster.jmx());
        ending.until(
                "a checkpoint in flight",
                BOUND,
                () -> beans.job(job).filter(bean -> bean.getPendingCount() == 1).isPresent());
        Login.Endpoint endpoint = login.endpoint(beans);
        String bean = Jolokia.bean(job);
        long first = 0;
        long[] nanos = new long[pace.changes()];
        for (int i = -pace.changes(); i < pace.changes(); i++) {
            ending.pause(Duration.ZERO);
            long timeout = TIMEOUT + 1000L * (1 + Math.floorMod(i, 100));
            KeepAlive.Request request =
                    endpoint.post(
                            Jolokia.writeAndCall(bean, "Timeout", timeout, "rescheduleInFlight"));
            long start = System.nanoTime();
            // an operator's command has no open connection
            try (KeepAlive client = new KeepAlive(request)) {
                requireRearmed(client.ask());
            }
            long took = System.nanoTime() - start;
            first = first == 0 ? took : first;
            nanos[Math.max(0, i)] = took;
        }
        rest.cancel(job);
        return new Changes(Duration.ofNanos(first), new Latencies(nanos));
    }

    private static void requireRearmed(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        JsonArray both = JsonParser.parseString(text).getAsJsonArray();
        JsonArray rescheduled = both.get(1).getAsJsonObject().getAsJsonArray("value");
        JsonObject one = rescheduled.get(0).getAsJsonObject();
        if (!one.get("outcome").getAsString().equals("RESCHEDULED")) {
            throw new IllegalStateException(text);
        }
    }

    private List<Duration> restarts(FlinkCluster cluster) throws IOException, InterruptedException {
        FlinkRest rest = cluster.rest();
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        return restarts(
                cluster,
                (job, arguments) ->
                        rest.submit(
                                jar.jar(),
                                jar.entryClass(),
                                arguments,
                                PARALLELISM,
                                rest.stopWithSavepoint(job, null)));
    }

    private List<Duration> commands(FlinkCluster cluster) throws IOException, InterruptedException {
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        try (FlinkCommands flink = new FlinkCommands(cluster)) {
            return restarts(
                    cluster,
                    (job, arguments) -> {
                        String savepoint = flink.stop(job, cluster.savepointDirectory());
                        return flink.run(jar, savepoint, PARALLELISM, arguments);
                    });
        }
    }

    private List<Duration> restarts(FlinkCluster cluster, Restart restart)
            throws IOException, InterruptedException {
        FlinkRest rest = cluster.rest();
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        String job = rest.submit(jar, timeout(0), PARALLELISM);
        rest.awaitRunning(job);
        List<Duration> restarts = new ArrayList<>();
        for (int i = 0; i <= pace.rounds(); i++) {
            ending.pause(Duration.ZERO);
            Instant command = Instant.now();
            job = restart.of(job, timeout(i));
            rest.awaitRunning(job);
            Instant running = LastRunning.of(rest, job);
            if (i > 0) {
                restarts.add(Duration.between(command, running));
            }
        }
        rest.cancel(job);
        return restarts;
    }

    private static List<String> timeout(int round) {
        return List.of("--timeout", Integer.toString(20_000 + round));
    }

    /**
     * Restart of a job, which stops it with a savepoint and starts it from there; returns its new
     * id.
     */
    private interface Restart {
        String of(String job, List<String> arguments) throws IOException, InterruptedException;
    }

    /**
     * Result of the benchmark.
     *
     * @param changes of a running job
     * @param restarts durations of restarts over Flink's REST API
     * @param commands durations of restarts by Flink's command line
     */
    record Results(Changes changes, List<Duration> restarts, List<Duration> commands) {}

    /**
     * Durations of changes, including their re-arming.
     *
     * @param first the first in the JobManager's life, which loads the classes that it needs
     * @param later the others, after some that do not count
     */
    record Changes(Duration first, Latencies later) {}
}
