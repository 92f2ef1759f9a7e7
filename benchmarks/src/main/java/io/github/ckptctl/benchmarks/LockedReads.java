// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Latency of reading all attributes of a job in one request, while its coordinator's lock is free
 * and while a slow completion holds it for five seconds at a time.
 *
 * <p>Every completion is slow in the second part, and the next checkpoint is triggered as soon as
 * the one before is done, so the lock is held nearly all of the time.
 */
final class LockedReads {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration HELD = Duration.ofSeconds(5);

    private final BenchmarkOptions options;
    private final BenchmarkConfig pace;
    private final ShutdownSignal ending;
    private final Progress progress;

    LockedReads(
            BenchmarkOptions options,
            BenchmarkConfig pace,
            ShutdownSignal ending,
            Progress progress) {
        this.options = options;
        this.pace = pace;
        this.ending = ending;
        this.progress = progress;
    }

    ReadLatencies measure() throws IOException, InterruptedException {
        Path control = options.logs("locked-reads").resolveSibling("locked-reads-control");
        Files.deleteIfExists(control);
        try (Login login = new Login();
                FlinkCluster cluster =
                        options.cluster("locked-reads")
                                .slowMetadata(control)
                                .agent(options.agent(), login.options())
                                .start()) {
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.idleJob(cluster.distribution()),
                                    List.of("--interval", "500"),
                                    1);
            Beans beans = new Beans(cluster.jmx());
            ending.until("the job's bean", BOUND, () -> beans.job(job).isPresent());
            CheckpointCoordinatorMXBean bean = beans.job(job).orElseThrow();
            KeepAlive.Request request =
                    login.endpoint(beans).post(Jolokia.readAll(Jolokia.bean(job)));
            Load.of(request, 1, pace.warmUp());
            List<Latencies> free = new ArrayList<>();
            List<Latencies> held = new ArrayList<>();
            for (int round = 0; round < pace.rounds(); round++) {
                free.add(Load.of(request, 1, HELD.minusSeconds(1)));
                Files.writeString(control, Long.toString(HELD.toMillis()));
                ending.until("a slow completion", BOUND, () -> isCompleting(bean));
                long before = bean.getCompletedCount();
                held.add(Load.of(request, 1, HELD.minusSeconds(1)));
                if (bean.getCompletedCount() > before + 1) {
                    throw new IllegalStateException("the lock was not held");
                }
                Files.delete(control);
                ending.until("the lock", BOUND, () -> bean.getCompletedCount() > before + 2);
                progress.say("free " + free.get(round) + "; held " + held.get(round));
            }
            return new ReadLatencies(free, held);
        }
    }

    /**
     * Returns whether a checkpoint that all tasks have acknowledged is being written, with the lock
     * held.
     */
    private static boolean isCompleting(CheckpointCoordinatorMXBean bean) {
        return Arrays.stream(bean.getPendingCheckpoints())
                .anyMatch(pending -> pending.getAcknowledged() == pending.getTotal());
    }

    /** The latencies of each round. */
    record ReadLatencies(List<Latencies> free, List<Latencies> held) {}
}
