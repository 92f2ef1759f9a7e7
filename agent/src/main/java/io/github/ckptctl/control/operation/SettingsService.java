// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.ExpiryTimer;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.change.TaskScheduler;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.RecentDurations;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingConflict;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.SettingChange;
import io.github.ckptctl.mbeans.SettingOrigin;
import io.github.ckptctl.mbeans.SettingsForecast;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Service for the settings of one job and their changes: all requested settings change or none,
 * checked as a whole, applied under one acquisition of the coordinator's lock.
 *
 * <p>Reads come from any thread and are one volatile read. Changes run one at a time, in {@link
 * ChangeExecutor#executeRecorded}.
 */
public final class SettingsService {

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final RescaleService rescale;
    private final DeadlineService deadlines;
    private final Clock clock;
    private final SettingLimits limits;
    private final ExpiryTimer expiry;
    private final RecentDurations durations;
    private final TransactionService transactions;
    private final AtomicLong changedCount = new AtomicLong();

    private volatile long lastChangeAt = -1;

    /** Whether the settings were reset here, so that a record read later is obsolete. */
    private boolean reset;

    public SettingsService(
            EngineReference engine,
            JobStateReference state,
            ChangeExecutor changes,
            RescaleService rescale,
            DeadlineService deadlines,
            TransactionService transactions,
            RecentDurations durations,
            Clock clock,
            TaskScheduler timer,
            SettingLimits limits) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.rescale = rescale;
        this.deadlines = deadlines;
        this.transactions = transactions;
        this.durations = durations;
        this.clock = clock;
        this.limits = limits;
        this.expiry = new ExpiryTimer(timer, clock, this::expire);
    }

    /** Returns the current settings. One volatile read. */
    public JobSettings current() {
        return state.settings();
    }

    /** Returns the least and the greatest values that may be set. */
    public SettingLimits limits() {
        return limits;
    }

    /** Returns one setting with the source of its value and whether it can be changed. */
    public CheckpointSetting describe(Setting setting) {
        return describe(setting, state.settings());
    }

    /** Returns one setting from the settings of one moment, so that several are consistent. */
    public CheckpointSetting describe(Setting setting, JobSettings now) {
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
                why,
                setting.value(now.submitted().get(setting)),
                setting.value(now.effective(setting)));
    }

    /** Returns the number of changes of settings, expiries and resets included. */
    public long changedCount() {
        return changedCount.get();
    }

    /** Returns when the settings last changed, in epoch milliseconds, -1 for never. */
    public long lastChangeAt() {
        return lastChangeAt;
    }

    /** Returns why a setting cannot be changed, or an empty text if it can. */
    public String whyNotSettable(Setting setting) {
        boolean started =
                setting.isPeriodic()
                        && state.settings().submitted().get(Setting.INTERVAL)
                                == SubmittedSettings.NONE;
        String why = started ? engine.get().missingReason(Capability.PERIODIC_START) : "";
        return why.isEmpty() ? engine.get().missingReason(setting.capability()) : why;
    }

    /**
     * Changes settings: all of them, under one acquisition of the coordinator's lock, or none.
     *
     * @param asked attribute name to value, a {@code Long} or a text, in the setting's unit
     * @param reason why, for the history
     * @param ttlMillis how long it is effective in milliseconds, 0 until reset
     * @param expectedRevision the revision it was made for, -1 for any
     * @return the new revision, or the current one if nothing would change
     * @throws IllegalArgumentException if a name, a value or the whole is not legal
     * @throws IllegalStateException if the revision moved on or the job has left
     * @throws UnsupportedOperationException if a setting cannot be changed here
     */
    public long change(Map<String, ?> asked, String reason, long ttlMillis, long expectedRevision) {
        return changes.executeAndPersist(
                "updateSettings",
                new TreeMap<>(asked),
                reason,
                () -> {
                    JobSettings next = checked(asked, reason, ttlMillis, expectedRevision);
                    return replace(next, "updateSettings", CallerContext.current(), reason);
                });
    }

    /**
     * Allows unaligned checkpoints, whether the job's tasks are capable of them yet or not. Called
     * inside {@link ChangeExecutor#executeAndPersist}.
     *
     * @return the new revision, or the current one if they are allowed already
     */
    long allowUnaligned(String action, String reason) {
        JobSettings now = state.settings();
        Setting setting = Setting.UNALIGNED_ENABLED;
        SettingOverride override =
                new SettingOverride(
                        1,
                        now.submitted().get(setting),
                        clock.millis(),
                        CallerContext.current(),
                        reason,
                        SettingOverride.FOR_GOOD);
        boolean isNew = now.override(setting) != 1;
        JobSettings next = isNew ? now.with(Map.of(setting, override)) : now;
        List<SettingConflict> conflicts = SettingConflict.in(next);
        if (!conflicts.isEmpty()) {
            throw new IllegalStateException(changes.rejection(conflicts.get(0).toString()));
        }
        return replace(next, action, CallerContext.current(), reason);
    }

    /**
     * Restores the previous value of one setting after the action that it was changed for has
     * failed.
     */
    void takeBack(String action, Setting setting, JobSettings before) {
        SettingOverride old = before.overrides().get(setting);
        replace(
                old == null
                        ? state.settings().without(override -> override.getKey() == setting)
                        : state.settings().with(Map.of(setting, old)),
                action,
                "ckptctl",
                "taken back, as the restart did not begin");
    }

    /**
     * Returns the effects that {@link #change} would have, and a reschedule after it; changes
     * nothing and never waits.
     *
     * @throws IllegalStateException if the job has left
     */
    public SettingsForecast forecast(Map<String, ?> asked, long ttlMillis, long expectedRevision) {
        changes.requireActive();
        JobSettings now = state.settings();
        SettingsValidator request = request(asked, ttlMillis, expectedRevision, now);
        long at = clock.millis();
        JobSettings next = request.applied(at, CallerContext.current(), "");
        List<RescheduleResult> inFlight = deadlines.forecast(next, at);
        List<String> warnings = warnings(now, next);
        inFlight.stream()
                .filter(checkpoint -> checkpoint.getOutcome() == RescheduleOutcome.EXPIRED)
                .forEach(
                        checkpoint ->
                                warnings.add(
                                        "rescheduleInFlight() would end checkpoint "
                                                + checkpoint.getId()
                                                + ": it is older than the timeout of "
                                                + next.timeout(
                                                        engine.get()
                                                                .isSavepoint(checkpoint.getId()))
                                                + " ms"));
        OptionalLong trigger = nextTriggerIn(now, next);
        return new SettingsForecast(
                now.revision(),
                request.faults().toArray(new String[0]),
                request.faults().isEmpty() ? warnings.toArray(new String[0]) : new String[0],
                Arrays.stream(Setting.values())
                        .filter(setting -> next.differsFrom(now, setting))
                        .filter(setting -> whyNotSettable(setting).isEmpty())
                        .map(setting -> changeOf(setting, now, next))
                        .toArray(SettingChange[]::new),
                trigger.isPresent() ? Millis.plus(at, trigger.getAsLong()) : -1,
                inFlight.toArray(new RescheduleResult[0]));
    }

    private OptionalLong nextTriggerIn(JobSettings now, JobSettings next) {
        if (state.suspension().refuses(true)) {
            return OptionalLong.empty();
        }
        return rearms(now, next)
                ? engine.get().nextTriggerIn(now, next)
                : engine.get().nextTriggerIn();
    }

    private static SettingChange changeOf(Setting setting, JobSettings now, JobSettings next) {
        return new SettingChange(
                setting.attribute(),
                setting.unit(),
                now.effective(setting),
                next.effective(setting),
                setting.value(now.effective(setting)),
                setting.value(next.effective(setting)));
    }

    /**
     * Ends every override, whether that can be persisted or not.
     *
     * @return the new revision, or the current one if there was no override
     * @throws IllegalStateException if the job has left
     */
    public long reset() {
        long[] revision = new long[1];
        changes.executeThenPersist(
                "resetSettings",
                "",
                () -> {
                    reset = true;
                    boolean hasOverrides = state.settings().hasOverrides();
                    if (hasOverrides) {
                        JobSettings next = state.settings().withoutOverrides();
                        ChangeOutcome outcome = outcome(warnings(state.settings(), next));
                        apply(next, "resetSettings", CallerContext.current(), "", outcome);
                    }
                    revision[0] = state.settings().revision();
                    return hasOverrides;
                });
        return revision[0];
    }

    private static ChangeOutcome outcome(List<String> warnings) {
        return ChangeOutcome.DONE.with(
                warnings.isEmpty() ? "" : "; warning: " + String.join("; ", warnings));
    }

    /**
     * Takes the submitted settings from the first coordinator. No change can be in progress against
     * unknown settings, as all are rejected until now; a recovery and an expiry can, hence the
     * monitor.
     *
     * @param attach sets the engine, in the same hold: the recovered settings are evaluated before
     *     both, or after both, and then with the capabilities of this engine
     */
    public synchronized void bindSubmitted(CheckpointEngine engine, Runnable attach) {
        if (state.settings().submitted() == SubmittedSettings.unknown()) {
            state.set(current(state.settings().submittedAs(engine.submitted()), engine));
        }
        attach.run();
    }

    /**
     * Makes settings effective. The submitted values may have become known only after these were
     * created.
     */
    private synchronized void put(JobSettings next) {
        SubmittedSettings submitted = state.settings().submitted();
        state.set(
                next.submitted() == submitted
                        ? next
                        : current(next.submittedAs(submitted), engine.get()));
    }

    /** Restores the settings of a record; an existing coordinator follows. */
    public void restore(JobRecord record) {
        engine.applyToCurrent(
                one -> {
                    one.apply(() -> takeOver(record), true);
                    return one;
                });
        JobSettings now = state.settings();
        expiry.at(now.nextExpiry());
        String recovered = now.changesFrom(JobSettings.of(now.submitted()), now);
        if (now.hasOverrides()) {
            ChangeOutcome outcome = ChangeOutcome.DONE;
            changes.log(
                    changes.entry(now, "recover", "", recovered, "ckptctl", "", outcome), outcome);
        }
        changes.listener().settingsChanged(now.revision(), "", recovered);
    }

    private synchronized void takeOver(JobRecord record) {
        JobSettings restored = state.settings().restored(record);
        JobSettings left = reset ? restored.withoutOverrides() : restored;
        if (reset && restored.hasOverrides()) {
            changes.record(
                    "recover",
                    left.changesFrom(restored, restored),
                    left.changesFrom(restored, left),
                    "ckptctl",
                    "",
                    ChangeOutcome.done("reset before it was read"));
        }
        state.set(current(left, engine.get()));
    }

    /**
     * Returns settings without the overrides that have ended: those that have expired and, once the
     * submitted values are known, those that cannot be set here, were set against another
     * submission, or make no sense with this one.
     */
    private JobSettings current(JobSettings settings, CheckpointEngine engine) {
        SubmittedSettings submitted = settings.submitted();
        JobSettings unexpired = settings.at(clock.millis());
        JobSettings left =
                submitted == SubmittedSettings.unknown()
                        ? unexpired
                        : withoutFaults(
                                unexpired.without(
                                        of ->
                                                isOutOfReach(of.getKey(), engine)
                                                        || (changes.submissionWins()
                                                                && of.getValue().submitted()
                                                                        != submitted.get(
                                                                                of.getKey()))));
        if (left != settings) {
            changes.record(
                    "recover",
                    left.changesFrom(settings, settings),
                    left.changesFrom(settings, left),
                    "ckptctl",
                    "",
                    ChangeOutcome.done(
                            "these had expired, cannot be set here, the job was submitted with other"
                                    + " values since, or they would not be accepted with these"));
        }
        return left;
    }

    /**
     * Returns whether an engine can never follow a setting. Tasks that are not capable of unaligned
     * checkpoints are deployed with the capability next time because these are allowed.
     */
    private static boolean isOutOfReach(Setting setting, CheckpointEngine engine) {
        boolean isAboutAlignment = setting.capability() == Capability.ALIGNMENT;
        return !engine.missingReason(setting.capability()).isEmpty()
                && !(isAboutAlignment && engine.capabilities().contains(Capability.UNALIGNED));
    }

    /**
     * Returns settings without the overrides that a change would be rejected for: those that are
     * out of range, and those that make no sense together, now and after each expiry. An override
     * was checked against the submission of its time; the current one may differ, and so may the
     * limits.
     */
    private JobSettings withoutFaults(JobSettings settings) {
        JobSettings left = settings.without(of -> !isInRange(of.getKey(), of.getValue().value()));
        Set<Setting> atFault = atFault(left);
        // the remaining overrides may conflict without the removed ones; ends with the last
        // override
        while (!atFault.isEmpty()) {
            Set<Setting> taken = atFault;
            left = left.without(of -> taken.contains(of.getKey()));
            atFault = atFault(left);
        }
        return left;
    }

    private boolean isInRange(Setting setting, long value) {
        return !limits.isBelow(setting, value)
                && value <= limits.max(setting)
                && !setting.isInGap(value);
    }

    /** Returns the overridden settings that make no sense together, now or after an expiry. */
    private static Set<Setting> atFault(JobSettings settings) {
        SortedSet<Long> times = settings.expiries();
        // before any expiry
        times.add(Long.MIN_VALUE);
        for (long time : times) {
            JobSettings then = settings.at(time);
            Set<Setting> found = EnumSet.noneOf(Setting.class);
            for (SettingConflict conflict : SettingConflict.in(then)) {
                found.add(conflict.setting());
                found.add(conflict.other());
            }
            found.retainAll(then.overrides().keySet());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Set.of();
    }

    /** Re-arms the trigger of a coordinator that was not aware of the overrides. */
    public void follow() {
        if (state.settings().hasOverrides()) {
            engine.applyToCurrent(
                    one -> {
                        one.apply(() -> {}, true);
                        return one;
                    });
        }
    }

    /** Records the duration of a completed checkpoint, in milliseconds. */
    public void completedAfter(long millis) {
        durations.add(millis);
    }

    /** Ends every override for good. The caller holds the lock of the changes. */
    public void release() {
        if (state.settings().hasOverrides()) {
            JobSettings next = state.settings().withoutOverrides();
            apply(next, "resetSettings", CallerContext.current(), "", ChangeOutcome.DONE);
        }
        expiry.cancel();
    }

    public void end() {
        expiry.cancel();
    }

    private JobSettings checked(
            Map<String, ?> asked, String reason, long ttlMillis, long expectedRevision) {
        JobSettings now = state.settings();
        SettingsValidator request = request(asked, ttlMillis, expectedRevision, now);
        JobSettings next = request.applied(clock.millis(), CallerContext.current(), reason);
        if (!request.faults().isEmpty()) {
            throw request.refusal(changes.rejection(String.join("; ", request.faults())));
        }
        return next.isNoOpComparedTo(now) ? now : next;
    }

    private SettingsValidator request(
            Map<String, ?> asked, long ttlMillis, long expectedRevision, JobSettings now) {
        return new SettingsValidator(
                asked,
                ttlMillis,
                expectedRevision,
                now,
                limits,
                durations.longest(),
                this::whyNotSettable);
    }

    private void expire() {
        changes.runExclusively(
                () -> {
                    JobSettings next = state.settings().at(clock.millis());
                    if (next == state.settings()) {
                        expiry.at(next.nextExpiry());
                    } else {
                        expire(next);
                        // where the expiry is not persisted, it expires again when the record is
                        // read
                        changes.persistCurrent();
                    }
                });
    }

    private void expire(JobSettings next) {
        String why = "the time to live ran out";
        try {
            apply(next, "expire", "ckptctl", why, ChangeOutcome.DONE);
        } catch (RuntimeException e) {
            ChangeOutcome outcome = expiry.again(e);
            changes.record(entry(state.settings(), "expire", "ckptctl", why, outcome), outcome);
            throw e;
        }
    }

    private long replace(JobSettings next, String action, String by, String reason) {
        JobSettings before = state.settings();
        if (next == before) {
            return before.revision();
        }
        ChangeOutcome outcome = outcome(warnings(before, next));
        String unkept =
                changes.persist(next, state.suspension(), entry(next, action, by, reason, outcome));
        try {
            return apply(next, action, by, reason, outcome.with(unkept));
        } catch (RuntimeException e) {
            changes.persistCurrent();
            throw e;
        }
    }

    private ChangeHistoryEntry entry(
            JobSettings next, String action, String by, String reason, ChangeOutcome outcome) {
        return changes.entry(
                next,
                action,
                next.changesFrom(state.settings(), state.settings()),
                next.changesFrom(state.settings(), next),
                by,
                reason,
                outcome);
    }

    private long apply(
            JobSettings next, String action, String by, String reason, ChangeOutcome outcome) {
        JobSettings before = state.settings();
        ChangeHistoryEntry entry = entry(next, action, by, reason, outcome);
        boolean rearm = rearms(before, next);
        try {
            engine.applyToCurrent(
                    locked -> {
                        locked.apply(() -> change(before, next), rearm);
                        return next;
                    });
        } catch (RuntimeException e) {
            put(before);
            throw e;
        }
        lastChangeAt = clock.millis();
        changedCount.incrementAndGet();
        changes.record(entry, outcome);
        expiry.at(next.nextExpiry());
        changes.listener()
                .settingsChanged(
                        next.revision(), entry.getFrom(), entry.getTo() + outcome.remark());
        return next.revision();
    }

    private void change(JobSettings before, JobSettings next) {
        put(next);
        if (next.differsFrom(before, Setting.INTERVAL)) {
            rescale.intervalChanged();
        }
    }

    /** Returns whether a change re-arms the trigger. */
    private static boolean rearms(JobSettings before, JobSettings next) {
        return next.differsFrom(
                before,
                Setting.INTERVAL,
                Setting.INTERVAL_DURING_BACKLOG,
                Setting.MIN_PAUSE,
                Setting.INITIAL_DELAY);
    }

    /** Returns the warnings for parts of a change that make little sense but are not rejected. */
    private List<String> warnings(JobSettings before, JobSettings next) {
        List<String> warnings = new ArrayList<>();
        long longest = durations.longest();
        for (Setting setting : List.of(Setting.TIMEOUT, Setting.SAVEPOINT_TIMEOUT)) {
            long timeout = next.timeout(setting == Setting.SAVEPOINT_TIMEOUT);
            if (next.differsFrom(before, setting) && timeout < longest) {
                warnings.add(
                        "one of the last checkpoints took "
                                + longest
                                + " ms, which a timeout of "
                                + timeout
                                + " ms does not allow");
            }
        }
        warnings.addAll(rescale.warningsOf(before, next));
        warnings.addAll(transactions.warningsOf(before, next));
        long retention = next.effective(Setting.RETENTION);
        if (retention < before.effective(Setting.RETENTION)) {
            warnings.add(
                    "with Retention "
                            + Setting.RETENTION.text(retention)
                            + " Flink deletes the checkpoints that are complete already too, where"
                            + " it would have kept them at the end of the job or the JobManager");
        }
        long retained = next.effective(Setting.NUM_RETAINED);
        if (retained < before.effective(Setting.NUM_RETAINED)) {
            warnings.add(
                    "with NumRetained "
                            + retained
                            + " Flink deletes all older checkpoints when the next one completes,"
                            + " except for pinned ones");
        }
        return warnings;
    }
}
