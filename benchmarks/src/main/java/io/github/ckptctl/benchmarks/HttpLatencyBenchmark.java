// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latency of reading the latest completed checkpoint of one job over HTTP in every available way,
 * in turn, by one client and by many; each client keeps its connection.
 *
 * <p>The job takes a checkpoint every second. Flink answers {@code checkpoints} from a cache of
 * three seconds, as it does by default; the others return the latest state.
 */
final class HttpLatencyBenchmark {

    /** The server that answers. */
    enum Who {
        /**
         * The JDK's server with a handler that does nothing: the lower bound of the agent's
         * answers.
         */
        FLOOR("an empty handler on the JDK's server"),
        /** The endpoint, requested by GET. */
        JOLOKIA_GET("Jolokia, by GET"),
        /** The endpoint, requested by POST. */
        JOLOKIA_POST("Jolokia, by POST"),
        /** The route on Flink's port. */
        ROUTE("the route on Flink's port"),
        /** Flink's own answer. */
        FLINK("Flink's cached checkpoints");

        private final String title;

        Who(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String HOST = "127.0.0.1";

    private final BenchmarkOptions options;
    private final BenchmarkConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;

    HttpLatencyBenchmark(
            BenchmarkOptions options,
            BenchmarkConfig pace,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    /** Measures with each number of clients. */
    List<Asked> measure() throws IOException, InterruptedException {
        int port = FreePort.onLoopback();
        try (Login login = new Login();
                FlinkCluster cluster =
                        options.cluster("answers")
                                .agent(options.agent(), login.options())
                                .config("rest.cache.checkpoint-statistics.timeout", "3 s")
                                .config("web.checkpoints.history", "10")
                                .start();
                JavaProcess floor = JavaProcess.start(EmptyServer.class, port)) {
            Map<Who, KeepAlive.Request> requests = requests(cluster, login, port);
            List<Asked> all = new ArrayList<>();
            for (int count : pace.clients()) {
                all.add(ask(requests, count));
            }
            floor.requireAlive();
            return all;
        }
    }

    private Asked ask(Map<Who, KeepAlive.Request> requests, int clients)
            throws InterruptedException {
        requests.values().forEach(request -> Load.of(request, clients, pace.warmUp()));
        Asked asked = new Asked(clients, new EnumMap<>(Who.class));
        for (int round = 1; round <= pace.rounds(); round++) {
            ending.pause(Duration.ZERO);
            requests.forEach(
                    (who, request) -> {
                        Latencies latencies = Load.of(request, clients, pace.length());
                        asked.of(who).add(latencies);
                        progress.say(clients + " clients, " + who + ": " + latencies);
                    });
        }
        return asked;
    }

    private Map<Who, KeepAlive.Request> requests(FlinkCluster cluster, Login login, int floor)
            throws IOException, InterruptedException {
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.idleJob(cluster.distribution()),
                                List.of("--interval", "1000"),
                                1);
        Beans beans = new Beans(cluster.jmx());
        ending.until(
                "a checkpoint",
                BOUND,
                () -> beans.job(job).filter(bean -> bean.getLatestCompletedId() > 0).isPresent());
        Login.Endpoint endpoint = login.endpoint(beans);
        String bean = Jolokia.bean(job);
        String attribute = "LatestCompletedCheckpoint";
        URI flink = cluster.webUrl().resolve("/jobs/" + job + "/checkpoints");
        Map<Who, KeepAlive.Request> requests = new LinkedHashMap<>();
        requests.put(
                Who.FLOOR,
                KeepAlive.Request.get(URI.create("http://" + HOST + ":" + floor + "/"), Map.of()));
        requests.put(Who.JOLOKIA_GET, endpoint.get(bean, attribute));
        requests.put(Who.JOLOKIA_POST, endpoint.post(Jolokia.read(bean, attribute)));
        requests.put(
                Who.ROUTE,
                KeepAlive.Request.get(
                        cluster.webUrl().resolve("/jobs/" + job + "/checkpointing/latest"),
                        Map.of()));
        // CheckpointingStatisticsHandler answers 500 (2.3.0) if the first two requests for the
        // percentiles of a cached snapshot are concurrent: DescriptiveStatisticsHistogramStatistics
        // computes them on demand, and its CommonMetricsSnapshot is not thread-safe
        requests.put(Who.FLINK, KeepAlive.Request.get(flink, Map.of()).withTries(10));
        return requests;
    }

    /** The latencies of each round. */
    record Asked(int clients, Map<Who, List<Latencies>> rounds) {

        List<Latencies> of(Who who) {
            return rounds.computeIfAbsent(who, w -> new ArrayList<>());
        }
    }
}
