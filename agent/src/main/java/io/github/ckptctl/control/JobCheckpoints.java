// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.LedgerEntry;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The checkpoint control of one job: its settings, its ledger, and the engine that carries them
 * out.
 *
 * <p>Outlives the job's coordinators: the adaptive scheduler makes a new one at every restart and
 * rescale, and each gets an engine of its own ({@link #attach}).
 *
 * <p><b>Threads.</b> Reads come from any thread and never wait. Changes come from any thread and go
 * one at a time ({@code changing}); inside, the coordinator's lock is taken, always in this order.
 * What Flink's threads call ({@link #attach}, {@link #settings}, the event methods) takes neither.
 */
public final class JobCheckpoints {

    private final String jobId;
    private final Clock clock;
    private final long startedAt;
    private final SettingsControl settings;
    private final JobSuspension suspension;
    private final JobDeadlines deadlines = new JobDeadlines(this);
    private final JobTrigger trigger = new JobTrigger(this);
    private final JobInsight insight = new JobInsight(this);
    private final Ledger ledger = new Ledger();
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong expiredCount = new AtomicLong();

    private volatile CheckpointEngine engine = AbsentEngine.INSTANCE;
    private volatile JobListener listener = JobListener.NONE;
    private volatile boolean gone;

    /**
     * @param jobId the job's id, 32 hexadecimal digits
     * @param clock the wall clock
     * @param timer runs a task after a delay, off Flink's threads
     * @param limits the greatest values that may be set
     */
    public JobCheckpoints(String jobId, Clock clock, Timer timer, SettingLimits limits) {
        this.jobId = jobId;
        this.clock = clock;
        this.settings = new SettingsControl(this, clock, timer, limits);
        this.suspension = new JobSuspension(this, clock, timer);
        this.startedAt = clock.millis();
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
    public SettingsControl settingsControl() {
        return settings;
    }

    /** Returns the job's suspension. */
    public JobSuspension suspension() {
        return suspension;
    }

    /** Returns the deadlines of the job's checkpoints in flight. */
    public JobDeadlines deadlines() {
        return deadlines;
    }

    /** Returns what triggers checkpoints by hand. */
    public JobTrigger trigger() {
        return trigger;
    }

    /** Returns what Flink's statistics tell. */
    public JobInsight insight() {
        return insight;
    }

    /** Returns the engine of the coordinator that the job has at the moment. */
    public CheckpointEngine engine() {
        return engine;
    }

    /** Returns the ledger, oldest entry first. */
    public List<LedgerEntry> history() {
        return ledger.entries();
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
     * before it ends (see {@link #underEachLock}).
     */
    public void attach(CheckpointEngine newEngine) {
        settings.submittedAs(newEngine.submitted());
        engine = newEngine;
    }

    /**
     * Sets the count of failures in a row to zero.
     *
     * @throws IllegalStateException if the job has left
     * @throws UnsupportedOperationException if this Flink cannot
     */
    public void resetFailureCount() {
        recorded(
                "resetFailureCount",
                "0",
                "",
                () -> {
                    requireCapability(Capability.TOLERABLE_FAILURES);
                    long before = engine.consecutiveFailures();
                    engine.resetFailureCount();
                    record(
                            "resetFailureCount",
                            before + " failures in a row",
                            "0",
                            Caller.current(),
                            "",
                            "DONE");
                    return before;
                });
    }

    /** Hears from Flink's thread that a checkpoint completed. */
    public void completed(CompletedCheckpointInfo checkpoint) {
        settings.completedAfter(checkpoint.getDuration());
        listener.checkpointCompleted(checkpoint);
    }

    /** Hears from Flink's thread that a checkpoint was given up. */
    public void failed(long checkpointId, String reason, boolean expired) {
        if (expired) {
            expiredCount.incrementAndGet();
        }
        listener.checkpointFailed(checkpointId, reason);
    }

    /** Ends this control: the job has left this JobManager. Harmless when called again. */
    public void end() {
        if (!gone) {
            gone = true;
            settings.end();
            suspension.end();
            engine = AbsentEngine.INSTANCE;
            listener.jobGone();
            listener = JobListener.NONE;
        }
    }

    void requireHere() {
        if (gone) {
            throw new IllegalStateException(refusal("the job has left this JobManager"));
        }
    }

    String refusal(String why) {
        return "job " + jobId + ": nothing changed: " + why;
    }

    /** Runs what happens by itself between the changes, unless the job has left. */
    void oneAtATime(Runnable action) {
        changing.lock();
        try {
            if (!gone) {
                action.run();
            }
        } finally {
            changing.unlock();
        }
    }

    /** Runs one change at a time; a refusal goes into the ledger too. */
    <T> T recorded(String action, String asked, String reason, Supplier<T> change) {
        changing.lock();
        try {
            requireHere();
            return change.get();
        } catch (RuntimeException e) {
            record(action, "", asked, Caller.current(), reason, "REFUSED: " + e.getMessage());
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
        String why = engine.whyMissing(capability);
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
    <T> T underEachLock(Function<CheckpointEngine, T> action) {
        CheckpointEngine done;
        T result;
        do {
            done = engine;
            result = action.apply(done);
        } while (done != engine);
        return result;
    }

    void record(String action, String from, String to, String by, String reason, String outcome) {
        ledger.add(
                new LedgerEntry(
                        clock.millis(),
                        settings.current().revision(),
                        action,
                        from,
                        to,
                        by,
                        reason,
                        outcome));
    }
}
