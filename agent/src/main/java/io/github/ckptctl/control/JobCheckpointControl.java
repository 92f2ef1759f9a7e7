// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.JobListener;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.change.TaskScheduler;
import io.github.ckptctl.control.diagnosis.CheckpointDiagnostics;
import io.github.ckptctl.control.engine.AbsentEngine;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.RecentDurations;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.DeadlineService;
import io.github.ckptctl.control.operation.HolderService;
import io.github.ckptctl.control.operation.PinService;
import io.github.ckptctl.control.operation.RescaleService;
import io.github.ckptctl.control.operation.RestoreTracker;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.control.operation.StopService;
import io.github.ckptctl.control.operation.SuspensionService;
import io.github.ckptctl.control.operation.TransactionGuardService;
import io.github.ckptctl.control.operation.TransactionService;
import io.github.ckptctl.control.operation.TriggerService;
import io.github.ckptctl.control.operation.UnalignedService;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The checkpoint control of one job: its state, and the services that read and change it.
 *
 * <p>Outlives the job's coordinators: the adaptive scheduler makes a new one at every restart and
 * rescale, and each gets an engine of its own ({@link #attach}).
 *
 * <p>Creates its parts and connects them; none of them knows it. They share the state ({@link
 * JobStateReference}), the current engine ({@link EngineReference}) and the executor of changes
 * ({@link ChangeExecutor}).
 *
 * <p><b>Threads.</b> Reads come from any thread and never wait. Changes come from any thread and
 * run one at a time; see {@link ChangeExecutor}. Methods that Flink's threads call ({@link
 * #attach}, {@link #settings}, the event methods) acquire neither its lock nor the coordinator's.
 */
public final class JobCheckpointControl {

    private final String jobId;
    private final long startedAt;
    private final JobStateReference state = new JobStateReference();
    private final EngineReference engine;
    private final RecordPersister persister;
    private final ChangeExecutor changes;
    private final RescaleService rescale;
    private final RestoreTracker restores;
    private final DeadlineService deadlines;
    private final SettingsService settings;
    private final SuspensionService suspension;
    private final TransactionService transactions;
    private final TransactionGuardService transactionGuard;
    private final TriggerService trigger;
    private final StopService stop;
    private final UnalignedService unaligned;
    private final HolderService holders;
    private final PinService pins;
    private final CheckpointDiagnostics diagnostics;
    private final AtomicLong expiredCount = new AtomicLong();

    /**
     * Creates the control, and starts to read the job's record.
     *
     * @param jobId the job's id, 32 hexadecimal digits
     * @param clock the wall clock
     * @param timer runs a task after a delay, off Flink's threads
     * @param limits the least and the greatest values that may be set
     * @param persister persists the settings
     */
    public JobCheckpointControl(
            String jobId,
            Clock clock,
            TaskScheduler timer,
            SettingLimits limits,
            RecordPersister persister) {
        this(
                jobId,
                clock,
                timer,
                limits,
                RescaleService.WhileSuspended.WAIT,
                persister,
                (entry, outcome) -> {});
    }

    /**
     * Creates the control with options for rescales and a change log.
     *
     * @param whileSuspended how to treat a rescale that Flink would force while the job is
     *     suspended
     * @param changeLog receives each entry of the history when it is made, on the thread that made
     *     it, which may hold the coordinator's lock; and one for the recovered state, which is not
     *     a new entry
     */
    public JobCheckpointControl(
            String jobId,
            Clock clock,
            TaskScheduler timer,
            SettingLimits limits,
            RescaleService.WhileSuspended whileSuspended,
            RecordPersister persister,
            BiConsumer<ChangeHistoryEntry, ChangeOutcome> changeLog) {
        this.jobId = jobId;
        this.startedAt = clock.millis();
        this.persister = persister;
        this.engine = new EngineReference(jobId);
        this.changes = new ChangeExecutor(jobId, clock, timer, state, persister, changeLog);
        this.rescale = new RescaleService(jobId, state, clock, whileSuspended);
        this.restores = new RestoreTracker(clock);
        this.deadlines = new DeadlineService(engine, state, changes, limits);
        RecentDurations durations = new RecentDurations();
        this.transactions = new TransactionService(engine, state, durations, clock);
        this.settings =
                new SettingsService(
                        engine,
                        state,
                        changes,
                        rescale,
                        deadlines,
                        transactions,
                        durations,
                        clock,
                        timer,
                        limits);
        this.suspension =
                new SuspensionService(
                        engine,
                        state,
                        changes,
                        settings,
                        rescale,
                        transactions,
                        startedAt,
                        clock,
                        timer);
        this.transactionGuard =
                new TransactionGuardService(
                        engine, state, changes, suspension, transactions, clock, timer);
        state.onChange(transactionGuard::update);
        this.trigger = new TriggerService(engine, changes);
        this.stop = new StopService(engine, state, changes);
        this.unaligned = new UnalignedService(engine, state, changes, settings, clock);
        this.holders = new HolderService(engine, changes, clock);
        this.diagnostics =
                new CheckpointDiagnostics(jobId, engine, state, settings, startedAt, clock);
        this.pins = new PinService(engine, state, changes, clock);
        persister.open(
                record ->
                        changes.recover(
                                record,
                                () -> {
                                    settings.restore(record);
                                    suspension.restore(record.suspension());
                                    pins.restore(record.pins());
                                }));
    }

    /**
     * Waits until the state of the job's record is restored; for a limited time, since it is called
     * by the thread that creates the job.
     *
     * @return why the job starts without it, empty if it has it
     */
    public String awaitRecovery() {
        return persister.awaitRecovery();
    }

    /** Returns the job's id. */
    public String jobId() {
        return jobId;
    }

    /** Returns the current settings. One volatile read. */
    public JobSettings settings() {
        return state.settings();
    }

    /** Returns the service that changes the settings. */
    public SettingsService settingsService() {
        return settings;
    }

    /**
     * Returns why the current state is not persisted, and the state that the next JobManager would
     * begin with instead; empty while it is persisted.
     */
    public String unkept() {
        return changes.unkept();
    }

    /** Returns the service for the job's suspension. */
    public SuspensionService suspension() {
        return suspension;
    }

    /** Returns the service for the rescale that Flink may want for the job. */
    public RescaleService rescale() {
        return rescale;
    }

    /** Returns the tracker of what the job was restored from. */
    public RestoreTracker restores() {
        return restores;
    }

    /** Returns the service for the deadlines of the job's checkpoints in flight. */
    public DeadlineService deadlines() {
        return deadlines;
    }

    /** Returns the service for the transactions of the job's sinks. */
    public TransactionService transactions() {
        return transactions;
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

    /** Returns the service that fails the subtasks which hold a checkpoint. */
    public HolderService holders() {
        return holders;
    }

    /** Returns the service for the pins of completed checkpoints. */
    public PinService pins() {
        return pins;
    }

    /** Returns the diagnostics from Flink's statistics. */
    public CheckpointDiagnostics diagnostics() {
        return diagnostics;
    }

    /** Returns the engine of the job's current coordinator. */
    public CheckpointEngine engine() {
        return engine.get();
    }

    /** Returns the history, oldest entry first. */
    public List<ChangeHistoryEntry> history() {
        return changes.history();
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
        changes.listen(newListener);
    }

    /**
     * Attaches a new coordinator. Called by Flink's thread inside the coordinator's construction,
     * so it never waits; a change that is in progress at this moment reads the engine again before
     * it ends (see {@link EngineReference#applyToCurrent}).
     */
    public void attach(CheckpointEngine newEngine) {
        settings.bindSubmitted(newEngine, () -> engine.set(newEngine));
        rescale.restarted();
        // after the engine is set: a suspension recovered from now on finds it and checks it itself
        suspension.dropIfUnsupported(newEngine);
        pins.adopt(newEngine);
        transactionGuard.update();
    }

    /**
     * Makes a coordinator that existed before it was attached follow the current state: the state
     * recovered by then was applied to none, and the coordinator's trigger was armed and its
     * checkpoints triggered without it. Waits for the coordinator's lock.
     */
    public void follow() {
        changes.runExclusively(
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
        changes.executeRecorded(
                "resetFailureCount",
                "0",
                "",
                () -> {
                    engine.requireCapability(Capability.TOLERABLE_FAILED_CHECKPOINTS);
                    CheckpointEngine current = engine.get();
                    long before = current.consecutiveFailures();
                    current.resetFailureCount();
                    changes.record(
                            "resetFailureCount",
                            before + " failures in a row",
                            "0",
                            CallerContext.current(),
                            "",
                            ChangeOutcome.DONE);
                    return before;
                });
    }

    /** Records a completed checkpoint. Called on Flink's thread. */
    public void completed(long checkpointId, long durationMillis) {
        settings.completedAfter(durationMillis);
        transactionGuard.update();
        changes.listener().checkpointCompleted(checkpointId, durationMillis);
    }

    /** Records an aborted or expired checkpoint. Called on Flink's thread. */
    public void failed(long checkpointId, String reason, boolean expired) {
        if (expired) {
            expiredCount.incrementAndGet();
        }
        changes.listener().checkpointFailed(checkpointId, reason);
    }

    /**
     * Ends this control when the job has left this JobManager. Idempotent.
     *
     * @param over whether the job has ended for good, so that its record is deleted too
     */
    public void end(boolean over) {
        if (changes.end(over)) {
            settings.end();
            suspension.end();
            transactionGuard.end();
            stop.end();
            if (over) {
                pins.end();
            }
            engine.set(AbsentEngine.INSTANCE);
            changes.listener().jobGone();
            changes.listen(JobListener.NONE);
        }
    }

    /**
     * Returns the job to stock Flink for good: no suspension, no override, no record. From here on
     * every change is rejected, and a late recovery has no effect: a state that nothing would ever
     * end must not begin. Harmless when called again, or when the job has left.
     */
    public void release() {
        changes.close(
                "ckptctl is being taken out of this JobManager",
                () -> {
                    transactionGuard.end();
                    try {
                        suspension.release();
                        pins.release();
                    } finally {
                        settings.release();
                    }
                });
    }

    /**
     * Arms the periodic trigger where none is armed and Flink wants one: after the hooks are
     * removed, to undo the effect of a suspension since the job was released, or while the release
     * was in progress.
     */
    public void armIfNoneIsArmed() {
        engine.applyToCurrent(
                current -> {
                    current.armIfNoneIsArmed();
                    return current;
                });
    }
}
