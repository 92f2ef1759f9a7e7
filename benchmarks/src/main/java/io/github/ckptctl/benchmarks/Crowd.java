// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;
import io.github.ckptctl.cluster.FlinkCluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that is known of many jobs, by one request to the endpoint, by one request for each of them,
 * and by Flink's own {@code checkpoints} of each; connections are kept.
 *
 * <p>Each job has completed one checkpoint and takes no more meanwhile.
 */
final class Crowd {

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final int TASK_MANAGERS = 4;
    private static final int WARM_UP = 3;

    private final BenchmarkOptions options;
    private final Pace pace;
    private final Ending ending;
    private final Progress progress;

    Crowd(BenchmarkOptions options, Pace pace, Ending ending, Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    List<Round> measure() throws IOException, InterruptedException {
        int count = pace.jobs();
        try (Login login = new Login();
                FlinkCluster cluster =
                        options.cluster("crowd")
                                .agent(options.agent(), login.options())
                                .taskManagers(TASK_MANAGERS)
                                .slots((count + TASK_MANAGERS - 1) / TASK_MANAGERS)
                                .config("taskmanager.memory.network.min", "128m")
                                .config("taskmanager.memory.network.max", "128m")
                                .jobManagerJvmOption("-Xmx3g")
                                .start()) {
            ManyJobs jobs = ManyJobs.submit(cluster, count, SELDOM, ending, progress);
            Beans beans = new Beans(cluster.jmx());
            ending.until("all beans", BOUND, () -> beans.jobs() == count);
            for (String job : jobs.ids()) {
                ending.pause(Duration.ZERO);
                beans.job(job).orElseThrow().triggerCheckpoint("CONFIGURED");
            }
            Login.Endpoint endpoint = login.endpoint(beans);
            KeepAlive.Request all = endpoint.post(Jolokia.readAll(Jolokia.TYPE + ",*"));
            List<KeepAlive.Request> each =
                    jobs.ids().stream()
                            .map(id -> endpoint.post(Jolokia.readAll(Jolokia.bean(id))))
                            .toList();
            List<KeepAlive.Request> flink =
                    jobs.ids().stream()
                            .map(id -> cluster.webUrl().resolve("/jobs/" + id + "/checkpoints"))
                            .map(address -> KeepAlive.Request.get(address, Map.of()))
                            .toList();
            return rounds(all, each, flink);
        }
    }

    private List<Round> rounds(
            KeepAlive.Request all, List<KeepAlive.Request> each, List<KeepAlive.Request> flink)
            throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int round = -WARM_UP; round < pace.rounds(); round++) {
            ending.pause(Duration.ZERO);
            long start = System.nanoTime();
            long bytes = askEach(List.of(all));
            long one = System.nanoTime();
            askEach(each);
            long many = System.nanoTime();
            askEach(flink);
            long flinks = System.nanoTime();
            Round found =
                    new Round(
                            Duration.ofNanos(one - start),
                            Duration.ofNanos(many - one),
                            Duration.ofNanos(flinks - many),
                            bytes);
            progress.say(each.size() + " jobs: " + found);
            if (round >= 0) {
                rounds.add(found);
            }
        }
        return rounds;
    }

    /** Asks one after the other over one connection; returns how long the answers were. */
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
     * What was seen.
     *
     * @param one how long the one request for all took
     * @param each how long one request for each job took, together
     * @param flink how long Flink's own for each job took, together
     * @param bytes the length of the answer to the one
     */
    record Round(Duration one, Duration each, Duration flink, long bytes) {}
}
