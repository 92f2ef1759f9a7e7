// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.JobStore.Session;
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
 * Keeps the record of one job: reads it when the job starts, writes each change before it is
 * applied, and what opens after it.
 *
 * <p><b>Threads.</b> Storage is only touched on threads of the keeper's own, so that nobody waits
 * for it longer than the patience that is given. {@link #keep} is called by one thread at a time.
 */
public final class RecordPersister {

    private final String jobId;
    private final CompletableFuture<JobStore> store;
    private final Executor threads;
    private final Rules rules;

    private Consumer<JobRecord> recovery = record -> {};
    private CompletableFuture<Session> opening = new CompletableFuture<>();

    /** What is under way. */
    private volatile CompletableFuture<?> writing = CompletableFuture.completedFuture(null);

    /** What a JobManager that comes next would read, null while that is not known. */
    private volatile @Nullable JobRecord inStore;

    private volatile boolean lost;
    private volatile boolean forgotten;

    /**
     * @param store completes when it is known where records are kept
     * @param threads run what waits for storage, each task on a thread of its own
     */
    public RecordPersister(
            String jobId, CompletableFuture<JobStore> store, Executor threads, Rules rules) {
        this.jobId = jobId;
        this.store = store;
        this.threads = threads;
        this.rules = rules;
    }

    /** Returns a keeper that keeps nothing. */
    public static RecordPersister ofMemory() {
        return new RecordPersister(
                "",
                CompletableFuture.completedFuture(JobStore.MEMORY),
                Runnable::run,
                new Rules(Duration.ZERO, true, true));
    }

    /** Starts to read; the one who recovers is called on a thread of the keeper's. */
    synchronized void open(Consumer<JobRecord> whoRecovers) {
        recovery = whoRecovers;
        open();
    }

    private synchronized void open() {
        opening = store.thenCompose(this::opened);
    }

    /** Memory needs no thread, so a job that starts waits for none. */
    private CompletableFuture<Session> opened(JobStore present) {
        return present == JobStore.MEMORY
                ? CompletableFuture.completedFuture(Session.FORGETFUL)
                : CompletableFuture.supplyAsync(() -> session(present), threads);
    }

    private Session session(JobStore present) {
        try {
            Session session = present.open(jobId);
            inStore = session.found().orElse(JobRecord.NONE);
            session.found().ifPresent(recovery);
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the job has what its record says. For Flink's threads: waits no longer than the
     * patience, and not at all while nobody knows where records are kept.
     *
     * @return why the job goes on without it, empty if it has it
     */
    String awaitRecovery() {
        return store.isDone() ? whyNot(present()) : "";
    }

    /** Prepares a {@link #keep}: reads again what could not be read. */
    void prepare() {
        synchronized (this) {
            if (opening.isCompletedExceptionally()) {
                open();
            }
        }
        whyNot(present());
    }

    /**
     * Writes a record, which is made only where records are kept.
     *
     * @return why it is not kept although it may hold, empty if it is kept
     * @throws IllegalStateException if it cannot be kept and may not hold then
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
     * Writes a record of what holds already. It counts whenever it arrives: nobody is refused
     * anything for it.
     *
     * @return why it is not kept so far, empty if it is
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
            // waits no more: prepare() has, and the lock of the changes is held by now
            return unanswered();
        }
        String why = whyNot(session);
        return why.isEmpty() ? tryWrite(session.join(), record, late) : why;
    }

    /** Tells whether nothing can ever be kept here again: another JobManager has the record. */
    boolean isLost() {
        return lost;
    }

    /** Tells whether the record that was there has not been read so far. */
    boolean isUnread() {
        return inStore == null;
    }

    /** Returns what a JobManager that comes next would read, null where that is not known. */
    @Nullable JobRecord inStore() {
        return inStore;
    }

    /**
     * Takes the record away, now or when the storage allows; nothing is kept any more. One that
     * could not be read is opened again for that, and not recovered.
     *
     * @param failed is run if it cannot be taken away
     */
    void forget(Runnable failed) {
        forgotten = true;
        CompletableFuture<Session> session = present();
        // after what is on its way, which would come back else
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
            // the store is known, or the session would not have come to an end
            Session session = opened != null ? opened : store.join().open(jobId);
            session.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether an override ends when the value that it overrides is another one. */
    boolean submissionWins() {
        return rules.submissionWins;
    }

    private synchronized CompletableFuture<Session> present() {
        return opening;
    }

    private String location() {
        return store.isDone() ? store.join().location() : "a store that is not known yet";
    }

    /** Waits, and tells what stands in the way of what was waited for. */
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
        // set by the one who comes first: the storage that has it, or the one who waits no more
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
        // what is still on its way is taken back when it arrives
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

    /** How records are kept. */
    public static final class Rules {

        private final Duration patience;
        private final boolean required;
        private final boolean submissionWins;

        /**
         * @param patience how long anybody waits for the storage
         * @param required whether a change holds only if it is kept
         * @param submissionWins whether an override ends when its job comes back submitted with
         *     another value than the one that was overridden
         */
        public Rules(Duration patience, boolean required, boolean submissionWins) {
            this.patience = patience;
            this.required = required;
            this.submissionWins = submissionWins;
        }
    }
}
