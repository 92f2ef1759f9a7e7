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
 * The checkpoint control of one job: its settings, its history, and the engine that carries them
 * out.
 *
 * <p>Outlives the job's coordinators: the adaptive scheduler makes a new one at every restart and
 * rescale, and each gets an engine of its own ({@link #attach}).
 *
 * <p><b>Threads.</b> Reads come from any thread and never wait. Changes come from any thread and go
 * one at a time ({@code changing}); inside, the coordinator's lock is taken, always in this order.
 * What Flink's threads call ({@link #attach}, {@link #settings}, the event methods) takes neither.
 */
public final class JobCheckpointControl {

    /** After how long what could not be kept is tried again. */
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

    /** Why nothing may change any more, empty while it may. Written with {@code changing} held. */
    private volatile String closed = "";

    /**
     * Something was changed here: a record that is read now is older. Guarded by {@code changing}.
     */
    private boolean changed;

    /** Why what holds is not kept, empty while it is. Written with {@code changing} held. */
    private volatile String unkept = "";

    /**
     * Makes the control, and has the job's record read.
     *
     * @param jobId the job's id, 32 hexadecimal digits
     * @param clock the wall clock
     * @param timer runs a task after a delay, off Flink's threads
     * @param limits the greatest values that may be set
     * @param keeper keeps what is set
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
     * As the other one.
     *
     * @param rescale what becomes of a rescale that Flink would force while the job is suspended
     * @param changeLog is given each entry of the history when it is made, on the thread that made
     *     it, which may hold the coordinator's lock; and one for what was recovered, which is no
     *     new entry
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
     * Waits until the job has what its record says; for a while at most, since it is called by the
     * thread that makes the job.
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

    /** Returns the settings of this moment. One volatile read. */
    public JobSettings settings() {
        return settings.current();
    }

    /** Returns how the settings change. */
    public SettingsService settingsControl() {
        return settings;
    }

    /**
     * Returns why what holds is not kept, and what a JobManager that comes next would begin with
     * instead; empty while it is kept.
     */
    public String unkept() {
        return unkept;
    }

    /** Returns the job's suspension. */
    public SuspensionService suspension() {
        return suspension;
    }

    /** Returns the rescale that Flink wants for the job, if it does. */
    public RescaleService rescale() {
        return rescale;
    }

    /** Returns the deadlines of the job's checkpoints in flight. */
    public DeadlineService deadlines() {
        return deadlines;
    }

    /** Returns what triggers checkpoints by hand. */
    public TriggerService trigger() {
        return trigger;
    }

    /** Returns what stops the job with a checkpoint. */
    public StopService stop() {
        return stop;
    }

    /** Returns what enables unaligned checkpoints. */
    public UnalignedService unaligned() {
        return unaligned;
    }

    /** Returns what Flink's statistics tell. */
    public CheckpointDiagnostics insight() {
        return insight;
    }

    /** Returns the engine of the coordinator that the job has at the moment. */
    public CheckpointEngine engine() {
        return engine;
    }

    /**
     * Returns the newest completed checkpoint, also when the job has left meanwhile: as far as it
     * was known by then.
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

    /** Returns when this control began, in epoch milliseconds. */
    public long startedAt() {
        return startedAt;
    }

    /** Returns the number of checkpoints that reached their deadline. */
    public long expiredCount() {
        return expiredCount.get();
    }

    /** Sets who hears of this job from now on. */
    public void listen(JobListener newListener) {
        this.listener = newListener;
    }

    /**
     * Takes over a new coordinator. Called by Flink's thread inside the coordinator's construction,
     * so it waits for nothing; a change that is under way at this moment looks at the engine again
     * before it ends (see {@link #applyToCurrentEngine}).
     */
    public void attach(CheckpointEngine newEngine) {
        settings.bindSubmitted(newEngine, () -> engine = newEngine);
        rescale.restarted();
        // after it is in its place: what is recovered from now on finds it and looks by itself
        suspension.dropIfUnsupported(newEngine);
    }

    /**
     * Makes a coordinator that was there before it was attached follow what holds: what was
     * recovered by then was applied to none, and its trigger was armed and its checkpoints
     * triggered without that. Waits for the coordinator's lock.
     */
    public void follow() {
        runExclusively(
                () -> {
                    settings.follow();
                    suspension.follow();
                });
    }

    /**
     * Sets the count of failures in a row to zero.
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

    /** Hears from Flink's thread that a checkpoint completed. */
    public void completed(long checkpointId, long durationMillis) {
        settings.completedAfter(durationMillis);
        listener.checkpointCompleted(checkpointId, durationMillis);
    }

    /** Hears from Flink's thread that a checkpoint was given up. */
    public void failed(long checkpointId, String reason, boolean expired) {
        if (expired) {
            expiredCount.incrementAndGet();
        }
        listener.checkpointFailed(checkpointId, reason);
    }

    /**
     * Ends this control: the job has left this JobManager. Harmless when called again.
     *
     * @param over whether the job is over for good, so that its record goes too
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
     * Gives the job back to stock Flink, for good: no suspension, no override, no record. From here
     * on every change is refused, and what is recovered late does not count: what nothing would
     * ever end must not begin.
     *
     * <p>All of it in one hold, so that a change comes either before it, and ends here, or is
     * refused. Harmless when called again, or when the job has left.
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

    /** Deletes the record; the history and the log say if it stays. */
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
     * Arms the periodic trigger where none is armed and Flink wants one: after the hooks are gone,
     * for what a suspension has done since the job was let go, or while that was under way.
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

    /** Runs what happens by itself between the changes, unless the job has left or was let go. */
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

    /** As {@link #executeRecorded}, for what is kept. */
    <T> T executeAndPersist(String action, Object asked, String reason, Supplier<T> change) {
        // before the lock is taken, which whoever recovers needs
        keeper.prepare();
        return executeRecorded(action, asked, reason, change);
    }

    /**
     * Keeps what will hold, before it does. Inside {@link #executeAndPersist}.
     *
     * @param entry what the history will say of it
     * @return what is to be added to the outcome
     * @throws IllegalStateException if it cannot be kept and may not hold then
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
     * As {@link #executeRecorded}, for what opens: it holds at once, whether it can be kept or not,
     * and is kept then, or as soon as the storage allows.
     *
     * @param opening answers whether there was something to open
     * @return why it is not kept so far, empty if it is
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

    /** Keeps what holds already, now or as soon as the storage allows. */
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

    /** Says what it means that something is not kept, and sees to it that it is tried again. */
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
                        // a change may have been kept meanwhile
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

    /** Tells whether an override ends when the value that it overrides is another one. */
    boolean submissionWins() {
        return keeper.submissionWins();
    }

    /**
     * Runs one change at a time; a refusal goes into the history too.
     *
     * @param asked what was asked for; only a refusal needs it as a text
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

    /** Returns who hears of this job. */
    JobListener listener() {
        return listener;
    }

    /** Refuses what this Flink or this job cannot. */
    void requireCapability(Capability capability) {
        String why = engine.missingReason(capability);
        if (!why.isEmpty()) {
            throw new UnsupportedOperationException(refusal(why));
        }
    }

    /**
     * Does something on the engine, and again if the engine is another one by then.
     *
     * <p>A coordinator that is replaced meanwhile may have armed its trigger from the old state
     * after the new engine was attached and before the new state was visible; hence the second
     * look. When the loop ends, the engine in place has done it under its own lock, after the new
     * state became visible.
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

    /** Reports to the log what has no entry of its own in the history. */
    void log(ChangeHistoryEntry entry) {
        changeLog.accept(entry);
    }

    /** Returns what the history says of something, without writing it. */
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
