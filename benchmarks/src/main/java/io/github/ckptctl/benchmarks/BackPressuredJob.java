// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.ShutdownSignal;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The job under back-pressure, with its MBean and its externally visible state. */
final class BackPressuredJob {

    static final int PARALLELISM = 2;
    static final int INTERVAL_MILLIS = 2_000;
    static final int RECORD_MILLIS = 5;
    static final int RECORD_BYTES = 256;
    static final int EXCHANGES = 2;
    static final long ALIGNED_TIMEOUT_MILLIS = 3_600_000;

    private static final Duration BOUND = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** Time for which Flink is polled for a metric before the answer is regarded as current. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Time for which the job runs again before the restored count is known. */
    static final Duration SETTLING = Duration.ofSeconds(3);

    private final FlinkRest rest;
    private final ShutdownSignal ending;
    private final Path failFile;
    private final String id;
    private final CheckpointCoordinatorMXBean bean;

    private BackPressuredJob(
            FlinkRest rest,
            ShutdownSignal ending,
            Path failFile,
            String id,
            CheckpointCoordinatorMXBean bean) {
        this.rest = rest;
        this.ending = ending;
        this.failFile = failFile;
        this.id = id;
        this.bean = bean;
    }

    /** Submits the job, with unaligned checkpoints and a timeout that makes them align. */
    static BackPressuredJob submit(FlinkCluster cluster, ShutdownSignal ending, Path failFile)
            throws InterruptedException {
        String interval = Integer.toString(INTERVAL_MILLIS);
        String id =
                cluster.rest()
                        .submit(
                                TestJobs.backPressureJob(cluster.distribution()),
                                List.of(
                                        "--unaligned",
                                        "true",
                                        "--alignedTimeout",
                                        Long.toString(ALIGNED_TIMEOUT_MILLIS),
                                        "--interval",
                                        interval,
                                        "--minPause",
                                        interval,
                                        "--timeout",
                                        "3600000",
                                        "--recordMillis",
                                        Integer.toString(RECORD_MILLIS),
                                        "--recordBytes",
                                        Integer.toString(RECORD_BYTES),
                                        "--exchanges",
                                        Integer.toString(EXCHANGES),
                                        "--failFile",
                                        failFile.toString()),
                                PARALLELISM);
        Beans beans = new Beans(cluster.jmx());
        ending.until("the job's bean", BOUND, () -> beans.job(id).isPresent());
        return new BackPressuredJob(
                cluster.rest(), ending, failFile, id, beans.job(id).orElseThrow());
    }

    CheckpointCoordinatorMXBean bean() {
        return bean;
    }

    void awaitRunning() {
        rest.awaitRunning(id);
    }

    /** Triggers a savepoint and waits for it. */
    void savepoint() {
        rest.triggerSavepoint(id, null);
    }

    /** Returns the completed checkpoints and savepoints in Flink's history. */
    List<Checkpoint> completed() {
        return rest.checkpoints(id).withStatus(CheckpointStatus.COMPLETED);
    }

    /** Returns the number of records that the slow operator has read since its last start. */
    long readRecords() throws InterruptedException {
        return last(() -> slow().readRecords(), FRESH);
    }

    /** Lets the job run for a time, fails it once, and waits until it runs again. */
    Restart failAfter(Duration up) throws InterruptedException {
        long restarts = bean.getRestoredCount();
        // polled all the time, so that the last answer before the failure is not outdated
        AtomicLong before = new AtomicLong(metric("slow.processed", up));
        String vertex = slow().id();
        long failedAt = System.nanoTime();
        try {
            Files.createFile(failFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the job fail", e);
        }
        ending.until(
                "the job to restart",
                BOUND,
                () -> {
                    long seen = rest.metric(id, vertex, "slow.processed");
                    before.accumulateAndGet(seen, Math::max);
                    return bean.getRestoredCount() > restarts;
                });
        rest.awaitRunning(id);
        long millis = Duration.ofNanos(System.nanoTime() - failedAt).toMillis();
        return new Restart(before.get(), metric("slow.restored", SETTLING), millis);
    }

    /** Polls a metric until the answer is that of the tasks that are currently running. */
    private long metric(String name, Duration time) throws InterruptedException {
        String vertex = slow().id();
        return last(() -> rest.metric(id, vertex, name), time);
    }

    /** Polls a value for a time and returns the last answer. */
    private long last(LongSupplier value, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long latest = value.getAsLong();
        while (System.nanoTime() - end < 0) {
            ending.pause(LOOK_AGAIN);
            latest = value.getAsLong();
        }
        return latest;
    }

    /**
     * A failure and its consequences.
     *
     * @param before the slow operator's count before it, as Flink knew it some tenths of a second
     *     earlier
     * @param restored the count after the restore
     * @param millis time until all tasks ran again, in milliseconds
     */
    record Restart(long before, long restored, long millis) {

        long undone() {
            return before - restored;
        }
    }

    private JobVertex slow() {
        List<JobVertex> vertices = rest.vertices(id);
        return vertices.get(vertices.size() - 1);
    }
}
