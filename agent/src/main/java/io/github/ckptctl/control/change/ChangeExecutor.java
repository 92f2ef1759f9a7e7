// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.JobState;
import io.github.ckptctl.control.model.Rejections;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Executor of the changes of one job: runs one at a time, records it in the history and the log,
 * and persists the state.
 *
 * <p><b>Threads.</b> Changes come from any thread and wait for each other ({@code changing});
 * inside, the coordinator's lock may be acquired, always in this order. Reads come from any thread
 * and never wait; {@link #record} and {@link #listener} are also called by Flink's threads, which
 * never acquire {@code changing}.
 */
public final class ChangeExecutor {

    /** Delay before a failed write to the store is retried. */
    private static final long RETRY_MILLIS = 10_000;

    private final String jobId;
    private final Clock clock;
    private final JobStateReference state;
    private final RecordPersister persister;
    private final BiConsumer<ChangeHistoryEntry, ChangeOutcome> changeLog;
    private final ExpiryTimer retry;
    private final ChangeHistory history = new ChangeHistory();
    private final ReentrantLock changing = new ReentrantLock();

    private volatile JobListener listener = JobListener.NONE;
    private volatile boolean gone;

    /** Reason why changes are no longer allowed, empty while they are. Written under the lock. */
    private volatile String closed = "";

    /** Whether something was changed here, so that a record read later is older. Under the lock. */
    private boolean changed;

    /** Reason why the current state is not persisted, empty while it is. Written under the lock. */
    private volatile String unkept = "";

    /**
     * @param changeLog receives each entry of the history when it is made, on the thread that made
     *     it; and one for the recovered state, which is not a new entry
     */
    public ChangeExecutor(
            String jobId,
            Clock clock,
            TaskScheduler timer,
            JobStateReference state,
            RecordPersister persister,
            BiConsumer<ChangeHistoryEntry, ChangeOutcome> changeLog) {
        this.jobId = jobId;
        this.clock = clock;
        this.state = state;
        this.persister = persister;
        this.changeLog = changeLog;
        this.retry = new ExpiryTimer(timer, clock, this::retryPersist);
    }

    /** Returns the message of a rejected change. */
    public String rejection(String reason) {
        return Rejections.nothingChanged(jobId, reason);
    }

    public String jobId() {
        return jobId;
    }

    /** Returns why the current state is not persisted; empty while it is. */
    public String unkept() {
        return unkept;
    }

    /** Returns the entries of the history, oldest first. */
    public List<ChangeHistoryEntry> history() {
        return history.entries();
    }

    /** Returns the listener of this job's events. */
    public JobListener listener() {
        return listener;
    }

    public void listen(JobListener newListener) {
        listener = newListener;
    }

    /** Returns whether an override ends when the value that it overrides has changed. */
    public boolean submissionWins() {
        return persister.submissionWins();
    }

    /**
     * Throws if nothing may be changed.
     *
     * @throws IllegalStateException if the job has left or was released
     */
    public void requireActive() {
        if (gone) {
            throw new IllegalStateException(rejection("the job has left this JobManager"));
        }
        if (!closed.isEmpty()) {
            throw new IllegalStateException(rejection(closed));
        }
    }

    /**
     * Runs one change at a time; a rejection is recorded in the history too.
     *
     * @param requested the request; only a rejection needs it as a text
     */
    public <T> T executeRecorded(
            String action, Object requested, String reason, Supplier<T> change) {
        changing.lock();
        try {
            requireActive();
            return change.get();
        } catch (RuntimeException e) {
            record(
                    action,
                    "",
                    requested.toString(),
                    CallerContext.current(),
                    reason,
                    ChangeOutcome.rejected(String.valueOf(e.getMessage())));
            throw e;
        } finally {
            changing.unlock();
        }
    }

    /** Runs a change as {@link #executeRecorded} does, for a state that is persisted. */
    public <T> T executeAndPersist(
            String action, Object requested, String reason, Supplier<T> change) {
        // before the lock is acquired, which the recovering thread needs
        persister.prepare();
        return executeRecorded(action, requested, reason, change);
    }

    /**
     * Runs a change as {@link #executeRecorded} does, for a change that lifts a restriction: it is
     * effective at once, whether it can be persisted or not, and is persisted then, or as soon as
     * the storage allows.
     *
     * @param lifting returns whether there was something to lift
     * @return why it is not persisted so far, empty if it is
     */
    public String executeThenPersist(String action, Object requested, Supplier<Boolean> lifting) {
        boolean isNew = executeRecorded(action, requested, "", lifting);
        if (!isNew && unkept.isEmpty() && !persister.isUnread()) {
            return "";
        }
        persister.prepare();
        runExclusively(this::persistCurrent);
        return unkept;
    }

    /** Runs an automatic action between the changes, unless the job has left or was released. */
    public void runExclusively(Runnable action) {
        changing.lock();
        try {
            if (!gone && closed.isEmpty()) {
                action.run();
            }
        } finally {
            changing.unlock();
        }
    }

    /**
     * Restores what a record has, unless something was changed here since.
     *
     * @param restore restores settings, suspension and pins
     */
    public void recover(JobRecord record, Runnable restore) {
        runExclusively(
                () -> {
                    if (!changed) {
                        history.follow(record.history());
                        restore.run();
                    }
                });
    }

    /**
     * Persists the next state before it becomes effective. Called inside {@link
     * #executeAndPersist}.
     *
     * @param entry the entry that the history will have for it
     * @return the text to be added to the outcome
     * @throws IllegalStateException if it cannot be persisted and must not become effective then
     */
    public String persist(
            JobSettings nextSettings, Suspension nextSuspension, ChangeHistoryEntry entry) {
        return persist(new JobState(nextSettings, nextSuspension, state.pins()), entry);
    }

    /** Persists the next state as the other method does, with its pins. */
    public String persist(JobState next, ChangeHistoryEntry entry) {
        String reason;
        try {
            reason = persister.keep(() -> recordOf(next, history.with(entry)));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(rejection(String.valueOf(e.getMessage())), e);
        }
        changed = true;
        unkept = reason.isEmpty() ? "" : problem(reason);
        return reason.isEmpty() ? "" : "; warning: it holds in memory alone: " + reason;
    }

    /** Persists the current state, now or as soon as the storage allows. Called under the lock. */
    public void persistCurrent() {
        ChangeHistoryEntry entry =
                entry(state.settings(), "keep", "", "", "ckptctl", "", ChangeOutcome.DONE);
        boolean isLate = !unkept.isEmpty();
        String reason =
                persister.persistCurrent(
                        () ->
                                recordOf(
                                        state.get(),
                                        isLate ? history.with(entry) : history.entries()));
        if (reason.isEmpty()) {
            unkept = "";
            if (isLate) {
                record(entry, ChangeOutcome.DONE);
            }
            return;
        }
        String problem = problem(reason);
        if (!problem.equals(unkept)) {
            unkept = problem;
            record("keep", "", "", "ckptctl", "", ChangeOutcome.failed(problem));
        }
    }

    public void record(
            String action,
            String from,
            String to,
            String by,
            String reason,
            ChangeOutcome outcome) {
        record(entry(state.settings(), action, from, to, by, reason, outcome), outcome);
    }

    public void record(ChangeHistoryEntry entry, ChangeOutcome outcome) {
        history.add(entry);
        changeLog.accept(entry, outcome);
    }

    /** Reports to the log what has no entry of its own in the history. */
    public void log(ChangeHistoryEntry entry, ChangeOutcome outcome) {
        changeLog.accept(entry, outcome);
    }

    /** Returns an entry of the history, without adding it. */
    public ChangeHistoryEntry entry(
            JobSettings after,
            String action,
            String from,
            String to,
            String by,
            String reason,
            ChangeOutcome outcome) {
        return new ChangeHistoryEntry(
                clock.millis(),
                after.revision(),
                TextSanitizer.of(action),
                TextSanitizer.of(from),
                TextSanitizer.of(to),
                TextSanitizer.of(by),
                TextSanitizer.of(reason),
                TextSanitizer.of(outcome.toString()));
    }

    /**
     * Rejects every change from here on, deletes the record, and runs a last one: all of it under
     * one hold of the lock, so that a change either comes before it, or is rejected. Harmless when
     * called again, or when the job has left.
     *
     * @param reason why changes are rejected
     */
    public void close(String reason, Runnable lastChange) {
        changing.lock();
        try {
            if (gone) {
                return;
            }
            closed = reason;
            forget();
            retry.cancel();
            unkept = "";
            lastChange.run();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Ends the changes of a job that has left this JobManager.
     *
     * @param over whether the job has ended for good, so that its record is deleted too
     * @return whether it was still here
     */
    public boolean end(boolean over) {
        if (gone) {
            return false;
        }
        gone = true;
        if (over) {
            persister.forget(() -> {});
        }
        retry.cancel();
        return true;
    }

    /** Deletes the record; the history and the log report a failure. */
    private void forget() {
        JobRecord inStore = persister.inStore();
        persister.forget(
                () ->
                        record(
                                "forget",
                                "",
                                "",
                                "ckptctl",
                                "",
                                ChangeOutcome.failed(
                                        "its record could not be deleted: a JobManager with"
                                                + " ckptctl begins with "
                                                + (inStore == null ? "what it says" : inStore))));
    }

    /** Returns the consequence of a failed write, and schedules a retry. */
    private String problem(String reason) {
        String problem = "what holds is not kept: " + reason;
        if (persister.isLost()) {
            return problem + "; the next JobManager begins with what that one keeps";
        }
        retry.at(OptionalLong.of(clock.millis() + RETRY_MILLIS));
        JobRecord inStore = persister.inStore();
        return problem
                + "; a JobManager that starts now begins with "
                + (inStore == null ? "what the record says, which is not known" : inStore)
                + "; tried again until it is kept";
    }

    private void retryPersist() {
        if (!unkept.isEmpty()) {
            persister.prepare();
            runExclusively(
                    () -> {
                        // a change may have been persisted meanwhile
                        if (!unkept.isEmpty()) {
                            persistCurrent();
                        }
                    });
        }
    }

    private static JobRecord recordOf(JobState state, List<ChangeHistoryEntry> history) {
        JobSettings settings = state.settings();
        return new JobRecord(
                        settings.revision(),
                        settings.overriddenSince(),
                        settings.overrides(),
                        state.suspension(),
                        history)
                .with(state.pins());
    }
}
