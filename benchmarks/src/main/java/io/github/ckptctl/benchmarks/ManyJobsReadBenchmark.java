// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Time to read all state of many jobs: by one request to the endpoint, by one request for each of
 * them, by Flink's own {@code checkpoints} of each, and by as many requests to a server that does
 * nothing; connections are kept.
 *
 * <p>Each job has completed one checkpoint and takes no more meanwhile. Flink refreshes what its
 * REST API shows at its default interval: with many jobs that is most of the work of an idle
 * JobManager.
 */
final class ManyJobsReadBenchmark {

    /** The way the jobs are read. */
    enum Way {
        /** One request for all jobs. */
        ONE("one request"),
        /** One request for each job. */
        EACH("one for each"),
        /** Flink's checkpoints of each job. */
        FLINK("Flink's, for each"),
        /** An empty answer for each job: the cost of this number of requests that do nothing. */
        EMPTY("empty, for each");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final int TASK_MANAGERS = 4;

    private final BenchmarkOptions options;
    private final BenchmarkConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;

    ManyJobsReadBenchmark(
            BenchmarkOptions options,
            BenchmarkConfig pace,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    List<Round> measure() throws IOException, InterruptedException {
        int port = FreePort.onLoopback();
        try (Login login = new Login();
                FlinkCluster cluster =
                        options.cluster("crowd")
                                .agent(options.agent(), login.options())
                                .taskManagers(TASK_MANAGERS)
                                .slots((pace.mostJobs() + TASK_MANAGERS - 1) / TASK_MANAGERS)
                                .config("taskmanager.memory.network.min", "128m")
                                .config("taskmanager.memory.network.max", "128m")
                                .config("metrics.fetcher.update-interval", "10000")
                                .config("web.refresh-interval", "3000")
                                .config("rest.cache.checkpoint-statistics.timeout", "3 s")
                                .jobManagerJvmOption("-Xmx3g")
                                .start();
                JavaProcess empty = JavaProcess.start(EmptyServer.class, port)) {
            ManyJobs jobs = ManyJobs.none(cluster, SELDOM);
            Beans beans = new Beans(cluster.jmx());
            List<Round> rounds = new ArrayList<>();
            for (int count : pace.jobs()) {
                List<String> old = jobs.ids();
                jobs.growTo(count, ending, progress);
                ending.until("all beans", BOUND, () -> beans.jobs() == count);
                for (String job : jobs.ids().subList(old.size(), count)) {
                    ending.pause(Duration.ZERO);
                    beans.job(job).orElseThrow().triggerCheckpoint("CONFIGURED");
                }
                rounds.addAll(
                        rounds(count, requests(cluster, login.endpoint(beans), jobs.ids(), port)));
            }
            empty.requireAlive();
            return rounds;
        }
    }

    private static Map<Way, List<KeepAlive.Request>> requests(
            FlinkCluster cluster, Login.Endpoint endpoint, List<String> jobs, int port) {
        URI empty = URI.create("http://127.0.0.1:" + port + "/");
        Map<Way, List<KeepAlive.Request>> requests = new EnumMap<>(Way.class);
        requests.put(Way.ONE, List.of(endpoint.post(Jolokia.readAll(Jolokia.TYPE + ",*"))));
        requests.put(
                Way.EACH,
                jobs.stream().map(id -> endpoint.post(Jolokia.readAll(Jolokia.bean(id)))).toList());
        requests.put(
                Way.FLINK,
                jobs.stream()
                        .map(id -> cluster.webUrl().resolve("/jobs/" + id + "/checkpoints"))
                        .map(address -> KeepAlive.Request.get(address, Map.of()))
                        .toList());
        requests.put(
                Way.EMPTY,
                Collections.nCopies(jobs.size(), KeepAlive.Request.get(empty, Map.of())));
        return requests;
    }

    private List<Round> rounds(int jobs, Map<Way, List<KeepAlive.Request>> requests)
            throws IOException, InterruptedException {
        long warm = System.nanoTime() + pace.warmUp().toNanos();
        do {
            round(jobs, requests);
        } while (System.nanoTime() < warm);
        List<Round> rounds = new ArrayList<>();
        while (rounds.size() < pace.rounds()) {
            Round round = round(jobs, requests);
            progress.say(round.toString());
            rounds.add(round);
        }
        return rounds;
    }

    private Round round(int jobs, Map<Way, List<KeepAlive.Request>> requests)
            throws IOException, InterruptedException {
        Map<Way, Duration> took = new EnumMap<>(Way.class);
        long bytes = 0;
        for (Map.Entry<Way, List<KeepAlive.Request>> way : requests.entrySet()) {
            ending.pause(Duration.ZERO);
            long start = System.nanoTime();
            long length = askEach(way.getValue());
            took.put(way.getKey(), Duration.ofNanos(System.nanoTime() - start));
            bytes = way.getKey() == Way.ONE ? length : bytes;
        }
        return new Round(jobs, took, bytes);
    }

    /**
     * Sends the requests one after the other over one connection; returns the length of the
     * answers.
     */
    private static long askEach(List<KeepAlive.Request> requests) throws IOException {
        long bytes = 0;
        try (KeepAlive client = new KeepAlive(requests.get(0))) {
            for (KeepAlive.Request request : requests) {
                bytes += client.ask(request).length;
            }
        }
        return bytes;
    }

    /**
     * Result of one round.
     *
     * @param jobs number of jobs
     * @param took duration of each way, all its requests together
     * @param bytes the length of the answer to the one request
     */
    record Round(int jobs, Map<Way, Duration> took, long bytes) {}
}
