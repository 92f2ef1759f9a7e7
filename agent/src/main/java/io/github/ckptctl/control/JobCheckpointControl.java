// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checkpoint control of one job: its settings, its history, and the engine that applies them.
 *
 * <p>Outlives the job's coordinators: the adaptive scheduler creates a new one at every restart and
 * rescale, and each gets an engine of its own ({@link #attach}).
 *
 * <p><b>Threads.</b> Reads come from any thread and never wait. Changes come from any thread and
 * run one at a time ({@code changing}); inside, the coordinator's lock is taken, always in this
 * order. Methods that Flink's threads call ({@link #attach}, {@link #settings}, the event methods)
 * take neither.
 */
public final class JobCheckpointControl {

    /** Delay before a failed write to the store is retried. */
    private static final long KEEP_AGAIN_MILLIS = 10_000;

    private final String jobId;
    private final Clock clock;
    private final long startedAt;
    private final SettingsService settings;
    private final SuspensionService suspension;
    private final RescaleService rescale;
    private final DeadlineService deadlines = new DeadlineService(this);
    private final TriggerService trigger = new TriggerService(this);
    private final StopService stop = new StopService(this);
    private final CheckpointDiagnostics insight = new CheckpointDiagnostics(this);
    private final UnalignedService unaligned;
    private final RecordPersister keeper;
    private final Consumer<ChangeHistoryEntry> changeLog;
    private final ExpiryTimer keepingAgain;
    private final ChangeHistory history = new ChangeHistory();
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong expiredCount = new AtomicLong();

    private volatile CheckpointEngine engine = AbsentEngine.INSTANCE;
    private volatile JobListener listener = JobListener.NONE;
    private volatile boolean gone;

    /**
     * Reason why changes are no longer allowed, empty while they are. Written with {@code changing}
     * held.
     */
    private volatile String closed = "";

    /**
     * Whether something was changed here, so that a record read later is older. Guarded by {@code
     * changing}.
     */
    private boolean changed;

    /**
     * Reason why the current state is not persisted, empty while it is. Written with {@code
     * changing} held.
     */
    private volatile String unkept = "";

    /**
     * Creates the control, and starts to read the job's record.
     *
     * @param jobId the job's id, 32 hexadecimal digits
     * @param clock the wall clock
     * @param timer runs a task after a delay, off Flink's threads
     * @param limits the least and the greatest values that may be set
     * @param keeper persists the settings
     */
    public JobCheckpointControl(
            String jobId,
            Clock clock,
            TaskScheduler timer,
            SettingLimits limits,
            RecordPersister keeper) {
        this(jobId, clock, timer, limits, RescaleService.WhileSuspended.WAIT, keeper, entry -> {});
    }

    /**
     * Creates the control with options for rescales and a change log.
     *
     * @param rescale how to treat a rescale that Flink would force while the job is suspended
     * @param changeLog receives each entry of the history when it is made, on the thread that made
     *     it, which may hold the coordinator's lock; and one for the recovered state, which is not
     *     a new entry
     */
    public JobCheckpointControl(
            String jobId,
            Clock clock,
            TaskScheduler timer,
            SettingLimits limits,
            RescaleService.WhileSuspended rescale,
            RecordPersister keeper,
            Consumer<ChangeHistoryEntry> changeLog) {
        this.jobId = jobId;
        this.clock = clock;
        this.keeper = keeper;
        this.changeLog = changeLog;
        this.settings = new SettingsService(this, clock, timer, limits);
        this.suspension = new SuspensionService(this, clock, timer);
        this.rescale = new RescaleService(this, clock, rescale);
        this.unaligned = new UnalignedService(this, clock);
        this.keepingAgain = new ExpiryTimer(timer, clock, this::retryPersist);
        this.startedAt = clock.millis();
        keeper.open(this::recover);
    }

    /**
     * Waits until the state of the job's record is restored; for a limited time, since it is called
     * by the thread that creates the job.
     *
     * @return why the job starts without it, empty if it has it
     */
    public String awaitRecovery() {
        return keeper.awaitRecovery();
    }

    /** Returns the job's id. */
    public String jobId() {
        return jobId;
    }

    /** Returns the current settings. One volatile read. */
    public JobSettings settings() {
        return settings.current();
    }

    /** Returns the service that changes the settings. */
    public SettingsService settingsControl() {
        return settings;
    }

    /**
     * Returns why the current state is not persisted, and the state that the next JobManager would
     * begin with instead; empty while it is persisted.
     */
    public String unkept() {
        return unkept;
    }

    /** Returns the service for the job's suspension. */
    public SuspensionService suspension() {
        return suspension;
    }

    /** Returns the service for the rescale that Flink may want for the job. */
    public RescaleService rescale() {
        return rescale;
    }

    /** Returns the service for the deadlines of the job's checkpoints in flight. */
    public DeadlineService deadlines() {
        return deadlines;
    }

    /** Returns the service that triggers checkpoints manually. */
    public TriggerService trigger() {
        return trigger;
    }

    /** Returns the service that stops the job with a checkpoint. */
    public StopService stop() {
        return stop;
    }

    /** Returns the service that enables unaligned checkpoints. */
    public UnalignedService unaligned() {
        return unaligned;
    }

    /** Returns the diagnostics from Flink's statistics. */
    public CheckpointDiagnostics insight() {
        return insight;
    }

    /** Returns the engine of the job's current coordinator. */
    public CheckpointEngine engine() {
        return engine;
    }

    /**
     * Returns the newest completed checkpoint; if the job has left meanwhile, the newest one known
     * by then.
     *
     * @param before the engine that the job had before
     */
    CompletedCheckpointInfo newest(CheckpointEngine before) {
        CheckpointEngine present = engine;
        return (present == AbsentEngine.INSTANCE ? before : present).latestCompleted();
    }

    /** Returns the history, oldest entry first. */
    public List<ChangeHistoryEntry> history() {
        return history.entries();
    }

    /** Returns when this control was created, in epoch milliseconds. */
    public long startedAt() {
        return startedAt;
    }

    /** Returns the number of checkpoints that reached their deadline. */
    public long expiredCount() {
        return expiredCount.get();
    }

    /** Sets the listener that is notified of this job's events from now on. */
    public void listen(JobListener newListener) {
        this.listener = newListener;
    }

    /**
     * Attaches a new coordinator. Called by Flink's thread inside the coordinator's construction,
     * so it never waits; a change that is in progress at this moment reads the engine again before
     * it ends (see {@link #applyToCurrentEngine}).
     */
    public void attach(CheckpointEngine newEngine) {
        settings.bindSubmitted(newEngine, () -> engine = newEngine);
        rescale.restarted();
        // after the engine is set: a suspension recovered from now on finds it and checks it itself
        suspension.dropIfUnsupported(newEngine);
    }

    /**
     * Makes a coordinator that existed before it was attached follow the current state: the state
     * recovered by then was applied to none, and the coordinator's trigger was armed and its
     * checkpoints triggered without it. Waits for the coordinator's lock.
     */
    public void follow() {
        runExclusively(
                () -> {
                    settings.follow();
                    suspension.follow();
                });
    }

    /**
     * Sets the count of consecutive failures to zero.
     *
     * @throws IllegalStateException if the job has left
     * @throws UnsupportedOperationException if this Flink cannot
     */
    public void resetFailureCount() {
        executeRecorded(
                "resetFailureCount",
                "0",
                "",
                () -> {
                    requireCapability(Capability.TOLERABLE_FAILED_CHECKPOINTS);
                    long before = engine.consecutiveFailures();
                    engine.resetFailureCount();
                    record(
                            "resetFailureCount",
                            before + " failures in a row",
                            "0",
                            CallerContext.current(),
                            "",
                            "DONE");
                    return before;
                });
    }

    /** Records a completed checkpoint. Called on Flink's thread. */
    public void completed(long checkpointId, long durationMillis) {
        settings.completedAfter(durationMillis);
        listener.checkpointCompleted(checkpointId, durationMillis);
    }

    /** Records an aborted or expired checkpoint. Called on Flink's thread. */
    public void failed(long checkpointId, String reason, boolean expired) {
        if (expired) {
            expiredCount.incrementAndGet();
        }
        listener.checkpointFailed(checkpointId, reason);
    }

    /**
     * Ends this control when the job has left this JobManager. Idempotent.
     *
     * @param over whether the job has ended for good, so that its record is deleted too
     */
    public void end(boolean over) {
        if (!gone) {
            gone = true;
            if (over) {
                keeper.forget(() -> {});
            }
            settings.end();
            suspension.end();
            keepingAgain.cancel();
            stop.end();
            engine = AbsentEngine.INSTANCE;
            listener.jobGone();
            listener = JobListener.NONE;
        }
    }

    /**
     * Returns the job to stock Flink for good: no suspension, no override, no record. From here on
     * every change is rejected, and a late recovery has no effect: a state that nothing would ever
     * end must not begin.
     *
     * <p>All of it under one hold of the lock, so that a change either comes before it, and ends
     * here, or is rejected. Harmless when called again, or when the job has left.
     */
    public void letGo() {
        changing.lock();
        try {
            if (gone) {
                return;
            }
            closed = "ckptctl is being taken out of this JobManager";
            forget();
            keepingAgain.cancel();
            unkept = "";
            try {
                suspension.letGo();
            } finally {
                settings.letGo();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Deletes the record; the history and the log report a failure. */
    private void forget() {
        JobRecord inStore = keeper.inStore();
        keeper.forget(
                () ->
                        record(
                                "forget",
                                "",
                                "",
                                "ckptctl",
                                "",
                                "FAILED: its record could not be deleted: a JobManager with"
                                        + " ckptctl begins with "
                                        + (inStore == null ? "what it says" : inStore)));
    }

    /**
     * Arms the periodic trigger where none is armed and Flink wants one: after the hooks are
     * removed, to undo the effect of a suspension since the job was released, or while the release
     * was in progress.
     */
    public void armIfNoneIsArmed() {
        applyToCurrentEngine(
                present -> {
                    present.armIfNoneIsArmed();
                    return present;
                });
    }

    private void recover(JobRecord record) {
        runExclusively(
                () -> {
                    if (!changed) {
                        history.follow(record.history());
                        settings.restore(record);
                        suspension.restore(record.suspension());
                    }
                });
    }

    void requireActive() {
        if (gone) {
            throw new IllegalStateException(refusal("the job has left this JobManager"));
        }
        if (!closed.isEmpty()) {
            throw new IllegalStateException(refusal(closed));
        }
    }

    String refusal(String why) {
        return "job " + jobId + ": nothing changed: " + why;
    }

    /** Runs an automatic action between the changes, unless the job has left or was released. */
    void runExclusively(Runnable action) {
        changing.lock();
        try {
            if (!gone && closed.isEmpty()) {
                action.run();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Runs a change as {@link #executeRecorded} does, for a state that is persisted. */
    <T> T executeAndPersist(String action, Object asked, String reason, Supplier<T> change) {
        // before the lock is taken, which the recovering thread needs
        keeper.prepare();
        return executeRecorded(action, asked, reason, change);
    }

    /**
     * Persists the next state before it becomes effective. Called inside {@link
     * #executeAndPersist}.
     *
     * @param entry the entry that the history will have for it
     * @return the text to be added to the outcome
     * @throws IllegalStateException if it cannot be persisted and must not become effective then
     */
    String persist(JobSettings nextSettings, Suspension nextSuspension, ChangeHistoryEntry entry) {
        String why;
        try {
            why = keeper.keep(() -> recordOf(nextSettings, nextSuspension, history.with(entry)));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(refusal(String.valueOf(e.getMessage())), e);
        }
        changed = true;
        unkept = why.isEmpty() ? "" : problem(why);
        return why.isEmpty() ? "" : "; warning: it holds in memory alone: " + why;
    }

    /**
     * Runs a change as {@link #executeRecorded} does, for a change that opens: it is effective at
     * once, whether it can be persisted or not, and is persisted then, or as soon as the storage
     * allows.
     *
     * @param opening returns whether there was something to open
     * @return why it is not persisted so far, empty if it is
     */
    String executeThenPersist(String action, Object asked, Supplier<Boolean> opening) {
        boolean isNew = executeRecorded(action, asked, "", opening);
        if (!isNew && unkept.isEmpty() && !keeper.isUnread()) {
            return "";
        }
        keeper.prepare();
        runExclusively(this::persistCurrent);
        return unkept;
    }

    /** Persists the current state, now or as soon as the storage allows. */
    void persistCurrent() {
        ChangeHistoryEntry entry = entry(settings.current(), "keep", "", "", "ckptctl", "", "DONE");
        boolean isLate = !unkept.isEmpty();
        String why =
                keeper.persistCurrent(
                        () ->
                                recordOf(
                                        settings.current(),
                                        suspension.current(),
                                        isLate ? history.with(entry) : history.entries()));
        if (why.isEmpty()) {
            unkept = "";
            if (isLate) {
                record(entry);
            }
            return;
        }
        String problem = problem(why);
        if (!problem.equals(unkept)) {
            unkept = problem;
            record("keep", "", "", "ckptctl", "", "FAILED: " + problem);
        }
    }

    /** Returns the consequence of a failed write, and schedules a retry. */
    private String problem(String why) {
        String problem = "what holds is not kept: " + why;
        if (keeper.isLost()) {
            return problem + "; the next JobManager begins with what that one keeps";
        }
        keepingAgain.at(OptionalLong.of(clock.millis() + KEEP_AGAIN_MILLIS));
        JobRecord inStore = keeper.inStore();
        return problem
                + "; a JobManager that starts now begins with "
                + (inStore == null ? "what the record says, which is not known" : inStore)
                + "; tried again until it is kept";
    }

    private void retryPersist() {
        if (!unkept.isEmpty()) {
            keeper.prepare();
            runExclusively(
                    () -> {
                        // a change may have been persisted meanwhile
                        if (!unkept.isEmpty()) {
                            persistCurrent();
                        }
                    });
        }
    }

    private static JobRecord recordOf(
            JobSettings settings, Suspension suspension, List<ChangeHistoryEntry> history) {
        return new JobRecord(
                settings.revision(),
                settings.overriddenSince(),
                settings.overrides(),
                suspension,
                history);
    }

    /** Returns whether an override ends when the value that it overrides has changed. */
    boolean submissionWins() {
        return keeper.submissionWins();
    }

    /**
     * Runs one change at a time; a rejection is recorded in the history too.
     *
     * @param asked the request; only a rejection needs it as a text
     */
    <T> T executeRecorded(String action, Object asked, String reason, Supplier<T> change) {
        changing.lock();
        try {
            requireActive();
            return change.get();
        } catch (RuntimeException e) {
            record(
                    action,
                    "",
                    asked.toString(),
                    CallerContext.current(),
                    reason,
                    "REFUSED: " + e.getMessage());
            throw e;
        } finally {
            changing.unlock();
        }
    }

    /** Returns the listener of this job's events. */
    JobListener listener() {
        return listener;
    }

    /** Rejects an operation whose capability this Flink or this job lacks. */
    void requireCapability(Capability capability) {
        String why = engine.missingReason(capability);
        if (!why.isEmpty()) {
            throw new UnsupportedOperationException(refusal(why));
        }
    }

    /**
     * Runs an action on the engine, and again if the engine was replaced meanwhile.
     *
     * <p>A coordinator that replaces another meanwhile may have armed its trigger from the old
     * state after the new engine was attached and before the new state was visible; hence the
     * second look. When the loop ends, the current engine has run the action under its own lock,
     * after the new state became visible.
     */
    <T> T applyToCurrentEngine(Function<CheckpointEngine, T> action) {
        CheckpointEngine done;
        T result;
        do {
            done = engine;
            result = action.apply(done);
        } while (done != engine);
        return result;
    }

    void record(String action, String from, String to, String by, String reason, String outcome) {
        record(entry(settings.current(), action, from, to, by, reason, outcome));
    }

    void record(ChangeHistoryEntry entry) {
        history.add(entry);
        changeLog.accept(entry);
    }

    /** Logs an event that has no entry of its own in the history. */
    void log(ChangeHistoryEntry entry) {
        changeLog.accept(entry);
    }

    /** Returns the history entry for an action, without adding it. */
    ChangeHistoryEntry entry(
            JobSettings after,
            String action,
            String from,
            String to,
            String by,
            String reason,
            String outcome) {
        return new ChangeHistoryEntry(
                clock.millis(),
                after.revision(),
                TextSanitizer.of(action),
                TextSanitizer.of(from),
                TextSanitizer.of(to),
                TextSanitizer.of(by),
                TextSanitizer.of(reason),
                TextSanitizer.of(outcome));
    }
}
