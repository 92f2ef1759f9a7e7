// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * JobManagers that start, run a first job and rest, by turns with the agent and without: what a
 * user waits for, and what is left in memory.
 *
 * <ul>
 *   <li>Start: from the start of the process until the REST port answers {@code /config}, which is
 *       asked every two milliseconds; no TaskManager is there yet.
 *   <li>First job: from the request that uploads its jar until Flink says that its last subtask
 *       runs.
 *   <li>Memory: what the heap and the metaspace hold after that job has ended and garbage was
 *       collected twice, by {@code jstat}.
 * </ul>
 *
 * <p>The agent is used as it comes, with its endpoint, and no JMX port is opened in either: that
 * would load half of what the agent needs.
 */
final class Starts {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final BenchmarkOptions options;
    private final Ending ending;
    private final Progress progress;

    Starts(BenchmarkOptions options, Ending ending, Progress progress) {
        this.options = options;
        this.ending = ending;
        this.progress = progress;
    }

    /** Starts pairs of JobManagers; a first one warms up the machine and is not counted. */
    List<Pair> measure(int rounds) throws IOException, InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            // the order changes, so that neither profits from being second
            boolean agentFirst = round % 2 == 1;
            Start first = start(agentFirst);
            Start second = start(!agentFirst);
            Pair pair = agentFirst ? new Pair(first, second) : new Pair(second, first);
            progress.say("start " + round + " of " + rounds + ": " + pair);
            if (round > 0) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private Start start(boolean agent) throws IOException, InterruptedException {
        ending.pause(Duration.ZERO);
        int port = FreePort.onLoopback();
        FlinkClusterBuilder builder =
                FlinkCluster.builder()
                        .flink(options.version())
                        .adaptiveScheduler(options.adaptive())
                        .logDirectory(options.logs("start"))
                        .config("rest.port", Integer.toString(port))
                        .config("rest.bind-port", Integer.toString(port))
                        .taskManagers(0);
        if (agent) {
            builder.agent(options.agent(), "jolokia.port=0");
        }
        CompletableFuture<Instant> answered =
                CompletableFuture.supplyAsync(() -> firstAnswer(port));
        try (FlinkCluster cluster = builder.start()) {
            Duration start = Duration.between(cluster.jobManager().started(), answered.join());
            cluster.startTaskManager();
            Duration firstJob = firstJob(cluster);
            return new Start(start, firstJob, memory(cluster.jobManagerPid()));
        }
    }

    private static Instant firstAnswer(int port) {
        KeepAlive.Request request =
                KeepAlive.Request.get(URI.create("http://127.0.0.1:" + port + "/config"), Map.of());
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            try (KeepAlive client = new KeepAlive(request)) {
                client.ask();
                return Instant.now();
            } catch (IOException e) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        throw new IllegalStateException("the JobManager does not answer");
    }

    private Duration firstJob(FlinkCluster cluster) throws InterruptedException {
        FlinkRest rest = cluster.rest();
        JobJar jar = TestJobs.idleJob(cluster.distribution());
        Instant submission = Instant.now();
        String job = rest.submit(jar, List.of(), 1);
        rest.awaitRunning(job);
        Instant running = LastRunning.of(rest, job);
        rest.cancel(job);
        ending.until("the job's end", PATIENCE, () -> rest.jobStatus(job).equals("CANCELED"));
        return Duration.between(submission, running);
    }

    private static Memory memory(long pid) throws IOException, InterruptedException {
        JdkTool.run("jcmd", Long.toString(pid), "GC.run");
        JdkTool.run("jcmd", Long.toString(pid), "GC.run");
        return Memory.of(JdkTool.run("jstat", "-gc", Long.toString(pid)));
    }

    /** What was seen of one JobManager. */
    record Start(Duration start, Duration firstJob, Memory memory) {}

    /** One with the agent and one without, started next to each other. */
    record Pair(Start with, Start without) {}
}
