// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.store.ClusterClaim;
import io.github.ckptctl.agent.store.FileJobStore;
import io.github.ckptctl.agent.thread.ContainedThreads;
import io.github.ckptctl.control.change.JobStore;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.change.TaskScheduler;
import io.github.ckptctl.flink.ClusterIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Provider of the store for the records of this JobManager's jobs, and of the cluster's name in it:
 * the store is at the place that the option {@code store} names, otherwise where Flink stores the
 * data that jobs need to recover, otherwise in memory alone. Flink's values for these are known
 * with the first job.
 */
final class RecordStoreProvider implements AutoCloseable {

    /** The option that names the cluster. */
    static final String CLUSTER = "store.cluster";

    private static final Logger LOG = LoggerFactory.getLogger(RecordStoreProvider.class);

    /** The directory of the records inside Flink's. */
    private static final String DIRECTORY = "/ckptctl";

    /** Maximum time that a caller waits for storage: an operator, or a job that starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Interval at which a JobManager checks whether another one requests its cluster's name. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Time that it has to answer: three checks, and less than a starting job waits. */
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private static final String NOT_KNOWN = "not known before the first job";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}");
    private static final int LONGEST_PREFIX = 60;

    private final CompletableFuture<JobStore> store = new CompletableFuture<>();
    private final RecordPersister.Rules rules;
    private final ExecutorService threads;
    private final Executor inFlinksLoader;
    private final TaskScheduler timer;
    private final String named;
    private final String cluster;
    private final Thread beforeTheEnd = ContainedThreads.of("ckptctl-store-end", this::finish);
    private final AtomicBoolean used = new AtomicBoolean();

    private volatile String clusterName = NOT_KNOWN;
    private volatile String clusterOrigin = "";
    private volatile @Nullable ClusterClaim claim;

    /**
     * @param threads runs tasks that wait for storage
     * @param flink the loader of Flink's runtime, in which file systems may look for classes
     */
    RecordStoreProvider(
            AgentOptions options, ExecutorService threads, TaskScheduler timer, ClassLoader flink) {
        this.threads = threads;
        this.timer = timer;
        this.inFlinksLoader =
                task ->
                        threads.execute(
                                () -> {
                                    Thread.currentThread().setContextClassLoader(flink);
                                    task.run();
                                });
        this.rules =
                new RecordPersister.Rules(
                        PATIENCE,
                        options.isTrue("store.required"),
                        options.isTrue("store.submissionWins"));
        this.named = directory(options.text("store"));
        this.cluster = cluster(options);
    }

    private static String directory(String named) {
        try {
            if (!named.isEmpty()) {
                FileJobStore.requirePath(named);
            }
            return named;
        } catch (IllegalArgumentException e) {
            LOG.warn("store={} is left out: {}", named, e.getMessage());
            return "";
        }
    }

    private static String cluster(AgentOptions options) {
        String name = options.text(CLUSTER);
        if (name.isEmpty() || NAME.matcher(name).matches()) {
            return name;
        }
        options.faults()
                .add(
                        CLUSTER
                                + "="
                                + name
                                + " is not 1 to 80 letters, digits, '.', '_' and '-', the first no"
                                + " '.'; it is left out");
        return "";
    }

    /** Returns the persister of one job's record. */
    RecordPersister keeper(String jobId) {
        if (used.compareAndSet(false, true)) {
            // the record of a job that ends with its JVM is deleted as well
            Runtime.getRuntime().addShutdownHook(beforeTheEnd);
        }
        return new RecordPersister(jobId, store, inFlinksLoader, rules);
    }

    /**
     * Sets the identity of the cluster, and the place where Flink stores the data that its jobs
     * need to recover.
     */
    synchronized void clusterIs(ClusterIdentity identity) {
        if (store.isDone()) {
            return;
        }
        String directory =
                named.isEmpty() ? identity.storage().map(at -> at + DIRECTORY).orElse("") : named;
        if (directory.isEmpty()) {
            clusterName = "";
            store.complete(JobStore.MEMORY);
            LOG.info("What is set for jobs is kept in memory");
            return;
        }
        clusterName = cluster.isEmpty() ? nameOf(identity.text()) : cluster;
        clusterOrigin = cluster.isEmpty() ? identity.origin() : CLUSTER;
        if (identity.isElected()) {
            store.complete(new FileJobStore(directory, clusterName));
        } else {
            ClusterClaim claimed = new ClusterClaim(directory, clusterName, ANSWER);
            claim = claimed;
            store.complete(new FileJobStore(directory, claimed));
            lookAgain(claimed);
        }
        LOG.info("What is set for jobs is kept in {}, for cluster {}", directory, cluster());
    }

    /** Answers other JobManagers repeatedly, one check at a time. */
    private void lookAgain(ClusterClaim claimed) {
        try {
            timer.schedule(() -> lookNow(claimed), LOOK);
        } catch (RejectedExecutionException e) {
            LOG.debug("The agent ends", e);
        }
    }

    private void lookNow(ClusterClaim claimed) {
        try {
            inFlinksLoader.execute(() -> look(claimed));
        } catch (RejectedExecutionException e) {
            LOG.debug("The agent ends", e);
        }
    }

    private void look(ClusterClaim claimed) {
        try {
            claimed.look();
        } catch (IOException | RuntimeException e) {
            LOG.debug("The claim on {} could not be looked at", clusterName, e);
        } finally {
            lookAgain(claimed);
        }
    }

    /** Returns a text as a unique name: unchanged, or made unique with its hash. */
    private static String nameOf(String text) {
        if (NAME.matcher(text).matches()) {
            return text;
        }
        String prefix = text.replaceAll("[^A-Za-z0-9-]+", "_");
        return prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + "-" + hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%02x%02x%02x%02x", digest[0], digest[1], digest[2], digest[3]);
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    /** Returns where records are persisted. */
    String location() {
        if (!named.isEmpty()) {
            return named;
        }
        return store.isDone() ? store.join().location() : NOT_KNOWN;
    }

    /** Returns the cluster's name and its source, empty where nothing is persisted. */
    String cluster() {
        ClusterClaim claimed = claim;
        String name = claimed == null ? clusterName : claimed.current();
        return clusterOrigin.isEmpty() ? name : name + " (" + clusterOrigin + ")";
    }

    /** Returns the conflict between this cluster and another one, empty for none. */
    String problem() {
        ClusterClaim claimed = claim;
        return claimed == null ? "" : claimed.problem();
    }

    /** Waits for tasks in progress, and releases the cluster's name. */
    private void finish() {
        ClusterClaim claimed = claim;
        try {
            threads.shutdown();
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn(
                        "The storage has not answered for {} ms: records in {} that were to be"
                                + " deleted may stay, and would hold for their jobs again",
                        PATIENCE.toMillis(),
                        location());
            } else if (claimed != null) {
                Thread release = ContainedThreads.of("ckptctl-store-release", claimed::release);
                release.start();
                release.join(LOOK.toMillis());
            }
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
        finish();
    }
}
