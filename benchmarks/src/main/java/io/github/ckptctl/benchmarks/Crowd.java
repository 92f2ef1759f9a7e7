// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;
import io.github.ckptctl.cluster.FlinkCluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

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
    private final Ending ending;
    private final Progress progress;

    Crowd(BenchmarkOptions options, Ending ending, Progress progress) {
        this.options = options;
        this.ending = ending;
        this.progress = progress;
    }

    Answered measure(int count, int rounds) throws IOException, InterruptedException {
        Path tokenFile = Files.createTempDirectory("ckptctl-benchmark").resolve("token");
        try (FlinkCluster cluster =
                options.cluster("crowd")
                        .agent(options.agent(), "jolokia.port=0,jolokia.tokenFile=" + tokenFile)
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
            URI url = URI.create(beans.agent().getJolokiaUrl());
            Map<String, String> login =
                    Map.of("Authorization", "Bearer " + Files.readString(tokenFile).trim());
            String type = "flink.checkpointing:type=CheckpointCoordinator";
            KeepAlive.Request all =
                    KeepAlive.Request.post(url, login, Jolokia.readAll(type + ",*"));
            List<KeepAlive.Request> each =
                    jobs.ids().stream()
                            .map(id -> Jolokia.readAll(type + ",job_id=" + id))
                            .map(body -> KeepAlive.Request.post(url, login, body))
                            .toList();
            List<KeepAlive.Request> flink =
                    jobs.ids().stream()
                            .map(id -> cluster.webUrl().resolve("/jobs/" + id + "/checkpoints"))
                            .map(address -> KeepAlive.Request.get(address, Map.of()))
                            .toList();
            return measure(all, each, flink, rounds);
        }
    }

    private Answered measure(
            KeepAlive.Request all,
            List<KeepAlive.Request> each,
            List<KeepAlive.Request> flink,
            int rounds)
            throws IOException, InterruptedException {
        long[] one = new long[rounds];
        long[] many = new long[rounds];
        long[] flinks = new long[rounds];
        long bytes = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            ending.pause(Duration.ZERO);
            int kept = Math.max(0, round);
            long start = System.nanoTime();
            bytes = askEach(List.of(all));
            one[kept] = System.nanoTime() - start;
            start = System.nanoTime();
            askEach(each);
            many[kept] = System.nanoTime() - start;
            start = System.nanoTime();
            askEach(flink);
            flinks[kept] = System.nanoTime() - start;
            progress.say(
                    each.size()
                            + " jobs: one request "
                            + Units.nanos(one[kept])
                            + ", one each "
                            + Units.nanos(many[kept])
                            + ", Flink's "
                            + Units.nanos(flinks[kept]));
        }
        return new Answered(
                new Sample(LongStream.of(one)),
                new Sample(LongStream.of(many)),
                new Sample(LongStream.of(flinks)),
                bytes);
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
     * @param one the nanoseconds of the one request for all
     * @param each those of one request for each job
     * @param flink those of Flink's own for each job
     * @param bytes the length of the answer to the one
     */
    record Answered(Sample one, Sample each, Sample flink, long bytes) {}
}
