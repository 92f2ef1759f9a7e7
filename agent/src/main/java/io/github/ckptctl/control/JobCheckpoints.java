// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.LedgerEntry;
import io.github.ckptctl.mbeans.SettingOrigin;

import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final SettingLimits limits;
    private final Expiry expiry;
    private final long startedAt;
    private final JobSuspension suspension;
    private final JobDeadlines deadlines = new JobDeadlines(this);
    private final JobTrigger trigger = new JobTrigger(this);
    private final JobInsight insight = new JobInsight(this);
    private final Ledger ledger = new Ledger();
    private final RecentDurations durations = new RecentDurations();
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong expiredCount = new AtomicLong();
    private final AtomicLong settingsChangedCount = new AtomicLong();

    private volatile JobSettings settings = JobSettings.of(SubmittedSettings.unknown());
    private volatile CheckpointEngine engine = AbsentEngine.INSTANCE;
    private volatile JobListener listener = JobListener.NONE;
    private volatile long lastChangeAt = -1;
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
        this.limits = limits;
        this.expiry = new Expiry(timer, clock, this::expire);
        this.suspension = new JobSuspension(this, clock, timer);
        this.startedAt = clock.millis();
    }

    /** Returns the job's id. */
    public String jobId() {
        return jobId;
    }

    /** Returns the greatest values that may be set. */
    public SettingLimits limits() {
        return limits;
    }

    /** Returns the settings of this moment. One volatile read. */
    public JobSettings settings() {
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

    /** Returns one setting with where its value comes from and whether it can be changed. */
    public CheckpointSetting describe(Setting setting) {
        JobSettings now = settings;
        SettingOverride override = now.overrideOf(setting);
        String why = whyNotSettable(setting);
        return new CheckpointSetting(
                setting.attribute(),
                setting.unit(),
                now.submitted().get(setting),
                now.effective(setting),
                override == null ? SettingOrigin.SUBMITTED : SettingOrigin.OVERRIDE,
                override == null ? -1 : override.changedAt(),
                override == null ? "" : override.changedBy(),
                override == null ? "" : override.reason(),
                override == null ? -1 : override.expiresAt(),
                why.isEmpty(),
                why);
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

    /** Returns the number of changes of settings, expiries and resets included. */
    public long settingsChangedCount() {
        return settingsChangedCount.get();
    }

    /** Returns when the settings last changed, in epoch milliseconds, -1 for never. */
    public long lastChangeAt() {
        return lastChangeAt;
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
        // no change can be under way against unknown settings: all are refused until now
        if (settings.submitted() == SubmittedSettings.unknown()) {
            settings = settings.submittedAs(newEngine.submitted());
        }
        engine = newEngine;
    }

    /** Returns why a setting cannot be changed, or an empty text if it can. */
    public String whyNotSettable(Setting setting) {
        boolean started =
                setting.isPeriodic()
                        && settings.submitted().get(Setting.INTERVAL) == SubmittedSettings.NONE;
        String why = started ? engine.whyMissing(Capability.PERIODIC_START) : "";
        return why.isEmpty() ? engine.whyMissing(setting.capability()) : why;
    }

    /**
     * Changes settings: all of them, under one acquisition of the coordinator's lock, or none.
     *
     * @param asked attribute name to value as text, in the setting's unit
     * @param reason why, for the ledger
     * @param ttlMillis how long it holds in milliseconds, 0 until reset
     * @param expectedRevision the revision it was made for, -1 for any
     * @return the new revision, or the present one if nothing would be another than it is
     * @throws IllegalArgumentException if a name, a value or the whole is not legal
     * @throws IllegalStateException if the revision moved on or the job has left
     * @throws UnsupportedOperationException if a setting cannot be changed here
     */
    public long change(
            Map<String, String> asked, String reason, long ttlMillis, long expectedRevision) {
        return recorded(
                "updateSettings",
                new TreeMap<>(asked).toString(),
                reason,
                () -> {
                    JobSettings next = checked(asked, reason, ttlMillis, expectedRevision);
                    return replace(next, "updateSettings", Caller.current(), reason);
                });
    }

    /**
     * Ends every override.
     *
     * @return the new revision, or the present one if there was no override
     * @throws IllegalStateException if the job has left
     */
    public long reset() {
        return recorded(
                "resetSettings",
                "",
                "",
                () ->
                        replace(
                                settings.hasOverrides() ? settings.withoutOverrides() : settings,
                                "resetSettings",
                                Caller.current(),
                                ""));
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
        durations.add(checkpoint.getDuration());
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
            expiry.cancel();
            suspension.end();
            engine = AbsentEngine.INSTANCE;
            listener.jobGone();
            listener = JobListener.NONE;
        }
    }

    private JobSettings checked(
            Map<String, String> asked, String reason, long ttlMillis, long expectedRevision) {
        JobSettings now = settings;
        if (expectedRevision != -1 && expectedRevision != now.revision()) {
            throw new IllegalStateException(
                    refusal(
                            "the change was made for revision "
                                    + expectedRevision
                                    + ", but the settings are at revision "
                                    + now.revision()));
        }
        SettingsRequest request = new SettingsRequest(asked, now, limits);
        if (ttlMillis < 0 || ttlMillis > Setting.TIMEOUT.max()) {
            request.faults()
                    .add("ttl " + ttlMillis + " ms is not within 0 and " + Setting.TIMEOUT.max());
        }
        requireNoFaults(request);
        request.values().keySet().forEach(this::requireSettable);

        long at = clock.millis();
        long expiresAt = ttlMillis == 0 ? SettingOverride.FOR_GOOD : at + ttlMillis;
        Map<Setting, SettingOverride> overrides = new EnumMap<>(Setting.class);
        request.values()
                .forEach(
                        (setting, value) ->
                                overrides.put(
                                        setting,
                                        new SettingOverride(
                                                value, at, Caller.current(), reason, expiresAt)));
        JobSettings next = request.applied(overrides);
        requireNoFaults(request);
        return next.saysNoMoreThan(now) ? now : next;
    }

    private void requireNoFaults(SettingsRequest request) {
        if (!request.faults().isEmpty()) {
            throw new IllegalArgumentException(refusal(String.join("; ", request.faults())));
        }
    }

    private void requireSettable(Setting setting) {
        String why = whyNotSettable(setting);
        if (!why.isEmpty()) {
            throw new UnsupportedOperationException(
                    refusal(setting.attribute() + " cannot be changed: " + why));
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

    private void expire() {
        changing.lock();
        try {
            JobSettings next = settings.at(clock.millis());
            if (!gone && next != settings) {
                replace(next, "expire", "ckptctl", "the time to live ran out");
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

    private long replace(JobSettings next, String action, String by, String reason) {
        JobSettings before = settings;
        if (next == before) {
            return before.revision();
        }
        boolean rearm =
                next.differsFrom(
                        before,
                        Setting.INTERVAL,
                        Setting.INTERVAL_DURING_BACKLOG,
                        Setting.MIN_PAUSE);
        try {
            underEachLock(
                    locked -> {
                        locked.apply(() -> settings = next, rearm);
                        return next;
                    });
        } catch (RuntimeException e) {
            settings = before;
            throw e;
        }
        lastChangeAt = clock.millis();
        settingsChangedCount.incrementAndGet();
        String from = next.changesFrom(before, before);
        String to = next.changesFrom(before, next);
        String warning = warning(before, next);
        record(action, from, to, by, reason, "DONE" + warning);
        expiry.at(next.nextExpiry());
        listener.settingsChanged(next.revision(), from, to + warning);
        return next.revision();
    }

    /** Returns what makes little sense in a change but is not refused, empty if nothing does. */
    private String warning(JobSettings before, JobSettings next) {
        long timeout = next.effective(Setting.TIMEOUT);
        long longest = durations.longest();
        return next.differsFrom(before, Setting.TIMEOUT) && timeout < longest
                ? "; warning: one of the last checkpoints took "
                        + longest
                        + " ms, which a timeout of "
                        + timeout
                        + " ms does not allow"
                : "";
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
                        settings.revision(),
                        action,
                        from,
                        to,
                        by,
                        reason,
                        outcome));
    }
}
