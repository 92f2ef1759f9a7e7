// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.change.JobStore.Session;
import io.github.ckptctl.control.model.JobRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Persister of the record of one job: reads it when the job starts, writes each change before it is
 * applied, and each change that opens after it is applied.
 *
 * <p><b>Threads.</b> Storage is only accessed on the persister's own threads, so that no other
 * thread waits for it longer than the given patience. {@link #keep} is called by one thread at a
 * time.
 */
public final class RecordPersister {

    private final String jobId;
    private final CompletableFuture<JobStore> store;
    private final Executor threads;
    private final Rules rules;

    private Consumer<JobRecord> recovery = record -> {};
    private CompletableFuture<Session> opening = new CompletableFuture<>();

    /** The write in progress. */
    private volatile CompletableFuture<?> writing = CompletableFuture.completedFuture(null);

    /** The record that the next JobManager would read, null while it is not known. */
    private volatile @Nullable JobRecord inStore;

    private volatile boolean lost;
    private volatile boolean forgotten;

    /**
     * @param store completes when the store of the records is known
     * @param threads runs the tasks that wait for storage, each on a thread of its own
     */
    public RecordPersister(
            String jobId, CompletableFuture<JobStore> store, Executor threads, Rules rules) {
        this.jobId = jobId;
        this.store = store;
        this.threads = threads;
        this.rules = rules;
    }

    /** Returns a persister that persists nothing. */
    public static RecordPersister ofMemory() {
        return new RecordPersister(
                "",
                CompletableFuture.completedFuture(JobStore.MEMORY),
                Runnable::run,
                new Rules(Duration.ZERO, true, true));
    }

    /**
     * Starts to read the record; the callback for the recovery is called on one of the persister's
     * threads.
     */
    public synchronized void open(Consumer<JobRecord> whoRecovers) {
        recovery = whoRecovers;
        open();
    }

    private synchronized void open() {
        opening = store.thenCompose(this::opened);
    }

    /**
     * Opens the session without a thread if records are in memory, so that a starting job waits for
     * none.
     */
    private CompletableFuture<Session> opened(JobStore current) {
        return current == JobStore.MEMORY
                ? CompletableFuture.completedFuture(Session.FORGETFUL)
                : CompletableFuture.supplyAsync(() -> session(current), threads);
    }

    private Session session(JobStore current) {
        try {
            Session session = current.open(jobId);
            inStore = session.found().orElse(JobRecord.NONE);
            session.found().ifPresent(recovery);
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the state of the job's record is restored. For Flink's threads: waits no longer
     * than the patience, and not at all while the store of the records is not known.
     *
     * @return why the job goes on without it, empty if it has it
     */
    public String awaitRecovery() {
        return store.isDone() ? whyNot(present()) : "";
    }

    /** Prepares a {@link #keep}: retries a failed read. */
    void prepare() {
        synchronized (this) {
            if (opening.isCompletedExceptionally()) {
                open();
            }
        }
        whyNot(present());
    }

    /**
     * Writes a record, which is created only where records are persisted.
     *
     * @return why it is not persisted although it may become effective, empty if it is persisted
     * @throws IllegalStateException if it cannot be persisted and must not become effective then
     */
    String keep(Supplier<JobRecord> record) {
        String why = whyNotKept(record, false);
        if (!why.isEmpty() && rules.required) {
            throw new IllegalStateException(
                    "the record could not be kept in "
                            + location()
                            + ": "
                            + why
                            + "; with store.required=false it would hold in memory alone");
        }
        return why;
    }

    /**
     * Writes a record of the current state. It counts whenever it arrives: no change is rejected
     * because of it.
     *
     * @return why it is not persisted so far, empty if it is
     */
    String persistCurrent(Supplier<JobRecord> record) {
        return whyNotKept(record, true);
    }

    private String whyNotKept(Supplier<JobRecord> record, boolean late) {
        if (forgotten) {
            return "";
        }
        CompletableFuture<Session> session = present();
        if (!session.isDone()) {
            // no further wait: prepare() has waited, and the lock of the changes is held by now
            return unanswered();
        }
        String why = whyNot(session);
        return why.isEmpty() ? tryWrite(session.join(), record, late) : why;
    }

    /**
     * Returns whether nothing can ever be persisted here again: another JobManager has the record.
     */
    boolean isLost() {
        return lost;
    }

    /** Returns whether the existing record has not been read so far. */
    boolean isUnread() {
        return inStore == null;
    }

    /** Returns the record that the next JobManager would read, null where it is not known. */
    @Nullable JobRecord inStore() {
        return inStore;
    }

    /**
     * Deletes the record, now or when the storage allows; nothing is persisted any more. A record
     * that could not be read is opened again for that, and not recovered.
     *
     * @param failed is run if it cannot be deleted
     */
    void forget(Runnable failed) {
        forgotten = true;
        CompletableFuture<Session> session = present();
        // after the write in progress, which would restore the record otherwise
        writing =
                CompletableFuture.allOf(writing.exceptionally(failure -> null))
                        .thenCombine(session.exceptionally(failure -> null), (no, opened) -> opened)
                        .thenAcceptAsync(this::delete, threads)
                        .whenComplete(
                                (done, failure) -> {
                                    if (failure != null) {
                                        failed.run();
                                    }
                                });
    }

    private void delete(@Nullable Session opened) {
        try {
            // the store is known, otherwise the session would not have completed
            Session session = opened != null ? opened : store.join().open(jobId);
            session.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether an override ends when the value that it overrides has changed. */
    boolean submissionWins() {
        return rules.submissionWins;
    }

    private synchronized CompletableFuture<Session> present() {
        return opening;
    }

    private String location() {
        return store.isDone() ? store.join().location() : "a store that is not known yet";
    }

    /** Waits for a task, and returns the reason if it failed or timed out. */
    private String whyNot(CompletableFuture<?> task) {
        try {
            task.get(rules.patience.toNanos(), TimeUnit.NANOSECONDS);
            return "";
        } catch (TimeoutException e) {
            return unanswered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the wait for the storage was interrupted";
        } catch (ExecutionException | CancellationException e) {
            return reason(e);
        }
    }

    private String unanswered() {
        return "the storage has not answered for " + rules.patience.toMillis() + " ms";
    }

    private String tryWrite(Session session, Supplier<JobRecord> toWrite, boolean late) {
        if (session == Session.FORGETFUL) {
            return "";
        }
        if (!writing.isDone()) {
            return "the storage has not answered for the change before";
        }
        JobRecord record = toWrite.get();
        // set by whichever comes first: the storage that has it, or the waiting thread that times
        // out
        AtomicBoolean decided = new AtomicBoolean();
        CompletableFuture<Void> task =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                session.write(record, () -> counts(record, decided));
                            } catch (RecordLostException e) {
                                lost = true;
                                throw new UncheckedIOException(e);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        threads);
        writing = task;
        String why = whyNot(task);
        if (why.isEmpty() || late) {
            return why;
        }
        // a write still in progress is taken back when it arrives
        return decided.compareAndSet(false, true) ? why : "";
    }

    private boolean counts(JobRecord record, AtomicBoolean decided) {
        boolean counts = decided.compareAndSet(false, true);
        if (counts) {
            inStore = record;
        }
        return counts;
    }

    private static String reason(Throwable error) {
        @Nullable Throwable reason = error;
        while (reason.getCause() != null
                && (reason instanceof ExecutionException
                        || reason instanceof CompletionException
                        || reason instanceof UncheckedIOException)) {
            reason = reason.getCause();
        }
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    /** Rules for the persistence of records. */
    public static final class Rules {

        private final Duration patience;
        private final boolean required;
        private final boolean submissionWins;

        /**
         * @param patience how long a caller waits for the storage at most
         * @param required whether a change becomes effective only if it is persisted
         * @param submissionWins whether an override ends when its job is submitted again with a
         *     value other than the overridden one
         */
        public Rules(Duration patience, boolean required, boolean submissionWins) {
            this.patience = patience;
            this.required = required;
            this.submissionWins = submissionWins;
        }
    }
}
