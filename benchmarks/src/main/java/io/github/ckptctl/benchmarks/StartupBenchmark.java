// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * JobManagers that start, run a first job and become idle, alternately with the agent and without:
 * the time that a user waits, and the memory in use afterwards. A third one starts with an agent
 * that does nothing.
 *
 * <ul>
 *   <li>Start: from the start of the process until the REST port answers {@code /config}, which is
 *       polled every two milliseconds; there is no TaskManager yet. In addition, until the agent's
 *       endpoint listens.
 *   <li>First job: from the request that uploads its jar until Flink reports that its last subtask
 *       runs.
 *   <li>Memory: the used heap and metaspace after that job has ended and garbage was collected
 *       twice, by {@code jstat}.
 * </ul>
 *
 * <p>The agent is used with its defaults, with its endpoint, and no JMX port is opened in any of
 * them: that would load half of what the agent needs.
 */
final class StartupBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final BenchmarkOptions options;
    private final ShutdownSignal ending;
    private final Progress progress;

    StartupBenchmark(BenchmarkOptions options, ShutdownSignal ending, Progress progress) {
        this.options = options;
        this.ending = ending;
        this.progress = progress;
    }

    /** Starts rounds of JobManagers; a first one warms up the machine and is not counted. */
    List<Map<Agent, Start>> measure(int rounds) throws IOException, InterruptedException {
        List<Map<Agent, Start>> all = new ArrayList<>();
        Path empty = Files.createTempFile("ckptctl-empty-agent", ".jar");
        try {
            EmptyAgent.write(empty);
            List<Agent> order = new ArrayList<>(List.of(Agent.values()));
            for (int round = 0; round <= rounds; round++) {
                Map<Agent, Start> starts = new EnumMap<>(Agent.class);
                for (Agent agent : order) {
                    starts.put(agent, start(agent, empty));
                }
                progress.say("start " + round + " of " + rounds + ": " + starts);
                if (round > 0) {
                    all.add(starts);
                }
                // so that none benefits from the one before it
                Collections.reverse(order);
            }
        } finally {
            Files.delete(empty);
        }
        return all;
    }

    private Start start(Agent agent, Path empty) throws IOException, InterruptedException {
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
        int endpoint = FreePort.onLoopback();
        switch (agent) {
            case WITH -> builder.agent(options.agent(), "jolokia.port=" + endpoint);
            case EMPTY -> builder.agent(empty, "");
            case WITHOUT -> {}
        }
        CompletableFuture<Instant> answers = first(() -> askForConfig(port));
        CompletableFuture<Instant> listens =
                agent == Agent.WITH ? first(() -> connect(endpoint)) : answers;
        try (FlinkCluster cluster = builder.start()) {
            Instant start = cluster.jobManager().started();
            Instant answered = answers.join();
            cluster.startTaskManager();
            Duration firstJob = firstJob(cluster);
            return new Start(
                    Duration.between(start, answered),
                    Duration.between(start, listens.join()),
                    firstJob,
                    memory(cluster.jobManagerPid()));
        }
    }

    private static void askForConfig(int port) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + "/config");
        try (KeepAlive client = new KeepAlive(KeepAlive.Request.get(address, Map.of()))) {
            client.ask();
        }
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    /** Returns when an attempt succeeds for the first time, after repeated attempts. */
    private static CompletableFuture<Instant> first(Try what) {
        Instant end = Instant.now().plus(PATIENCE);
        return CompletableFuture.supplyAsync(
                () -> {
                    while (Instant.now().isBefore(end)) {
                        try {
                            what.run();
                            return Instant.now();
                        } catch (IOException e) {
                            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                        }
                    }
                    throw new IllegalStateException("the JobManager does not answer");
                },
                task -> new Thread(task, "first answer").start());
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

    /** An attempt that may fail. */
    private interface Try {
        void run() throws IOException;
    }

    /**
     * Result for one JobManager.
     *
     * @param start when its REST port answered
     * @param ready when the agent's endpoint listened too
     */
    record Start(Duration start, Duration ready, Duration firstJob, Memory memory) {}

    /** The agents that take turns. */
    enum Agent {
        /** The agent of this project. */
        WITH,
        /** No agent. */
        WITHOUT,
        /** An agent that does nothing. */
        EMPTY
    }
}
