// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.store.FileJobStore;
import io.github.ckptctl.control.JobStore;
import io.github.ckptctl.control.RecordKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the records of this JobManager's jobs are kept: at the place that the option {@code store}
 * names, else where Flink keeps what jobs need to recover, which is known with the first job, else
 * in memory alone.
 */
final class JobRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRecords.class);

    /** The directory of the records in Flink's. */
    private static final String DIRECTORY = "/ckptctl";

    /** How long anybody waits for storage: an operator, or a job that starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CompletableFuture<JobStore> store = new CompletableFuture<>();
    private final RecordKeeper.Rules rules;
    private final ExecutorService threads;
    private final Executor inFlinksLoader;
    private final Thread beforeTheEnd = new Thread(this::finish, "ckptctl-store-end");
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * @param threads run what waits for storage
     * @param flink the loader of Flink's runtime, which file systems may look for classes in
     */
    JobRecords(AgentOptions options, ExecutorService threads, ClassLoader flink) {
        this.threads = threads;
        this.inFlinksLoader =
                task ->
                        threads.execute(
                                () -> {
                                    Thread.currentThread().setContextClassLoader(flink);
                                    task.run();
                                });
        this.rules =
                new RecordKeeper.Rules(
                        PATIENCE,
                        options.isTrue("store.required"),
                        options.isTrue("store.submissionWins"));
        String named = options.text("store");
        if (!named.isEmpty()) {
            useNamed(named);
        }
    }

    private void useNamed(String directory) {
        try {
            store.complete(new FileJobStore(directory));
        } catch (IllegalArgumentException e) {
            LOG.warn("store={} is left out: {}", directory, e.getMessage());
        }
    }

    /** Returns the keeper of one job's record. */
    RecordKeeper keeper(String jobId) {
        if (used.compareAndSet(false, true)) {
            // a job that ends with its JVM has its record deleted all the same
            Runtime.getRuntime().addShutdownHook(beforeTheEnd);
        }
        return new RecordKeeper(jobId, store, inFlinksLoader, rules);
    }

    /** Learns where Flink keeps what jobs need to recover; the first word counts. */
    void storageIs(Optional<String> directory) {
        if (store.isDone()) {
            return;
        }
        JobStore found =
                directory
                        .<JobStore>map(path -> new FileJobStore(path + DIRECTORY))
                        .orElse(JobStore.MEMORY);
        if (store.complete(found)) {
            LOG.info("What is set for jobs is kept in {}", found.location());
        }
    }

    /** Returns where records are kept. */
    String location() {
        return store.isDone() ? store.join().location() : "not known before the first job";
    }

    /** Lets what is under way end. */
    private void finish() {
        threads.shutdown();
        try {
            threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(beforeTheEnd);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM ends by itself", e);
        }
    }
}
