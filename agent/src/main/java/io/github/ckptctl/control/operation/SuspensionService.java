// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.ExpiryTimer;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.change.TaskScheduler;
import io.github.ckptctl.control.engine.AbsentEngine;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.SafeToKillResult;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Service for the suspension of one job: a gate that stays shut until it is opened, whatever starts
 * and stops Flink's own scheduler meanwhile.
 *
 * <p>The gate is one volatile reference that Flink's instrumented code reads while it holds the
 * coordinator's lock, and that is written while holding the same lock. This gives the guarantee:
 * after {@code suspend(ALL)} has held the lock, any code of Flink that runs under it finds the gate
 * shut.
 */
public final class SuspensionService {

    private static final long MAX_WAIT_MILLIS = CheckpointCoordinatorMXBean.MAX_WAIT;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final SettingsService settings;
    private final RescaleService rescale;
    private final TransactionService transactions;
    private final long startedAt;
    private final Clock clock;
    private final ExpiryTimer alarm;

    /** Whether checkpointing was resumed here, so that a record read later is obsolete. */
    private boolean resumed;

    public SuspensionService(
            EngineReference engine,
            JobStateReference state,
            ChangeExecutor changes,
            SettingsService settings,
            RescaleService rescale,
            TransactionService transactions,
            long startedAt,
            Clock clock,
            TaskScheduler timer) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.settings = settings;
        this.rescale = rescale;
        this.transactions = transactions;
        this.startedAt = startedAt;
        this.clock = clock;
        this.alarm = new ExpiryTimer(timer, clock, this::onExpired);
    }

    /** Returns the current suspension. One volatile read. */
    public Suspension current() {
        return state.suspension();
    }

    /** Suspends until resumed; see the contract's {@code suspend}. */
    public SuspensionResult suspend(String mode) {
        return suspend(mode, "");
    }

    /** Suspends until resumed, with a reason for the history. */
    public SuspensionResult suspend(String mode, String reason) {
        SuspensionMode wanted = parsed(mode);
        return changes.executeAndPersist(
                "suspend",
                wanted.name(),
                reason,
                () -> holds(wanted) ? currentResult() : shut(wanted, reason, -1));
    }

    /** Suspends for a time; see the contract's {@code suspendFor}. */
    public SuspensionResult suspendFor(String mode, long millis, String reason) {
        SuspensionMode wanted = parsed(mode);
        if (millis < 1 || millis > Setting.TIMEOUT.max()) {
            throw new IllegalArgumentException(
                    changes.rejection(
                            "suspendFor "
                                    + millis
                                    + " ms is not within 1 and "
                                    + Setting.TIMEOUT.max()
                                    + " ms; suspended is "
                                    + state.suspension()));
        }
        return changes.executeAndPersist(
                "suspendFor",
                wanted + " for " + millis + " ms",
                reason,
                () -> shut(wanted, reason, clock.millis() + millis));
    }

    /** Ends the suspension; see the contract's {@code resume}. */
    public SuspensionResult resume() {
        String unkept =
                changes.executeThenPersist(
                        "resume",
                        SuspensionMode.NONE,
                        () -> {
                            resumed = true;
                            boolean isSuspended = state.suspension().mode() != SuspensionMode.NONE;
                            if (isSuspended) {
                                open(CallerContext.current(), "", ChangeOutcome.DONE);
                            }
                            return isSuspended;
                        });
        return answer(engine.get().latestUnderLock(), unkept);
    }

    /** Suspends periodic triggers and waits; see the contract's {@code quiesce}. */
    public SuspensionResult quiesce(long waitMillis) {
        if (waitMillis < 0 || waitMillis > MAX_WAIT_MILLIS) {
            throw new IllegalArgumentException(
                    changes.rejection(
                            "a wait of "
                                    + waitMillis
                                    + " ms is not within 0 and "
                                    + MAX_WAIT_MILLIS
                                    + " ms; suspended is "
                                    + state.suspension()));
        }
        long end = System.nanoTime() + Duration.ofMillis(waitMillis).toNanos();
        SuspensionResult suspended =
                changes.executeAndPersist(
                        "suspend", SuspensionMode.PERIODIC, "", this::suspendPeriodicAtLeast);
        while (!suspended.isQuiesced() && !engine.get().isQuiet()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                break;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
        }
        return currentResult();
    }

    /**
     * Suspends at least the periodic triggers. Decides in the same hold in which it suspends:
     * another caller may have suspended everything.
     */
    private SuspensionResult suspendPeriodicAtLeast() {
        SuspensionMode mode = state.suspension().mode();
        return mode != SuspensionMode.NONE && holds(mode)
                ? currentResult()
                : shut(SuspensionMode.PERIODIC, "", -1);
    }

    /** Returns whether the job's processes may be killed; see the contract's {@code safeToKill}. */
    public SafeToKillResult safeToKill() {
        Suspension now;
        CheckpointEngine engine;
        CompletedCheckpointInfo latest;
        int pending;
        boolean quiet;
        do {
            now = state.suspension();
            engine = this.engine.get();
            pending = engine.pending().size();
            quiet = engine.isQuiet();
            // after that: a checkpoint in flight until then has completed before
            latest = engine.latestUnderLock();
            // the values are consistent if nothing was suspended or resumed meanwhile
        } while (now != state.suspension() || engine != this.engine.get());
        String why = whyNotSafe(now, latest, pending, quiet);
        return new SafeToKillResult(
                why == null,
                why == null ? whySafe(now, latest) : why,
                latest.getId(),
                latest.getExternalPath(),
                latest.getId() == -1 ? -1 : age(latest),
                latest.getSurvives(),
                pending);
    }

    /** Opens the gate for good. The caller holds the lock of the changes. */
    public void release() {
        if (state.suspension().mode() != SuspensionMode.NONE) {
            open(CallerContext.current(), "", ChangeOutcome.DONE);
        }
        alarm.cancel();
    }

    public void end() {
        alarm.cancel();
    }

    private @Nullable String whyNotSafe(
            Suspension now, CompletedCheckpointInfo latest, int pending, boolean quiet) {
        if (now.mode() == SuspensionMode.NONE) {
            return "checkpointing is not suspended: another checkpoint may complete at any moment";
        }
        if (latest.getId() == -1) {
            return "no checkpoint has completed yet: there is nothing to go back to";
        }
        if (!quiet) {
            return pending + " checkpoints are in flight or about to be and may still complete";
        }
        String lost = RestartPoint.whyLost(settings, latest);
        return lost.isEmpty() ? null : lost;
    }

    private String whySafe(Suspension now, CompletedCheckpointInfo latest) {
        return "nothing is in flight and nothing can complete"
                + (now.mode() == SuspensionMode.ALL ? "" : " unless it is triggered by hand")
                + "; the newest completed checkpoint is "
                + latest.getId()
                + ", "
                + age(latest)
                + " ms old, and "
                + RestartPoint.survives(latest);
    }

    private long age(CompletedCheckpointInfo latest) {
        return Math.max(0, clock.millis() - latest.getCompletedAt());
    }

    /**
     * Returns whether a mode is current and stays so. A suspension whose end has passed may still
     * be current, since the resume waits for its turn; confirming it would confirm a suspension
     * that ends right after.
     */
    private boolean holds(SuspensionMode mode) {
        return state.suspension().mode() == mode && !state.suspension().isOver(clock.millis());
    }

    private SuspensionResult shut(SuspensionMode mode, String reason, long resumesAt) {
        engine.requireCapability(Capability.SUSPENSION);
        String whyNot = transactions.whyNotSuspended(mode);
        if (!whyNot.isEmpty()) {
            throw new IllegalStateException(
                    changes.rejection(whyNot + "; suspended is " + state.suspension()));
        }
        Suspension before = state.suspension();
        long since = before.mode() == mode ? before.since() : clock.millis();
        Suspension next = new Suspension(mode, since, CallerContext.current(), reason, resumesAt);
        // the record that remains, if it cannot be replaced, rejects no less
        boolean opens = next.isWithin(before);
        ChangeOutcome outcome =
                ChangeOutcome.DONE.with(opens ? "" : keep("suspend", next, next.by(), reason));
        CompletedCheckpointInfo latest;
        try {
            latest = shut(next);
        } catch (RuntimeException e) {
            takeBack(before);
            changes.persistCurrent();
            throw e;
        }
        changes.record("suspend", before.toString(), next.toString(), next.by(), reason, outcome);
        changes.listener().suspended(before.toString(), next.toString(), next.refusal());
        if (opens) {
            changes.persistCurrent();
        }
        return answer(latest, changes.unkept());
    }

    private CompletedCheckpointInfo shut(Suspension next) {
        CompletedCheckpointInfo latest =
                engine.applyToCurrent(one -> one.suspend(() -> state.set(next), next));
        arm();
        return latest;
    }

    /** Arms the alarm for the end of the current suspension. */
    private void arm() {
        long end = state.suspension().resumesAt();
        alarm.at(end == -1 ? OptionalLong.empty() : OptionalLong.of(end));
    }

    /** Persists the next suspension, and returns the text to be added to the outcome. */
    private String keep(String action, Suspension next, String by, String reason) {
        JobSettings settings = state.settings();
        return changes.persist(
                settings,
                next,
                changes.entry(
                        settings,
                        action,
                        state.suspension().toString(),
                        next.toString(),
                        by,
                        reason,
                        ChangeOutcome.DONE));
    }

    /** Restores the suspension of a record; an existing coordinator follows. */
    public void restore(Suspension recorded) {
        if (recorded.mode() == SuspensionMode.NONE) {
            return;
        }
        if (resumed) {
            recovered(recorded, ChangeOutcome.done("resumed before it was read"));
            return;
        }
        boolean isOver = recorded.isOver(clock.millis());
        try {
            if (!isOver) {
                shut(recorded);
                CheckpointEngine current = engine.get();
                if (current != AbsentEngine.INSTANCE) {
                    dropIfUnsupported(current);
                }
                changes.listener()
                        .suspended(
                                Suspension.NONE.toString(),
                                recorded.toString(),
                                recorded.refusal());
            }
            recovered(recorded, ChangeOutcome.done(isOver ? "its time is over" : "it holds on"));
        } catch (IllegalStateException e) {
            recovered(recorded, ChangeOutcome.failed(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Shuts the gate of a coordinator that was not aware of the suspension, or opens it for all.
     */
    public void follow() {
        Suspension now = state.suspension();
        if (now.mode() == SuspensionMode.NONE) {
            return;
        }
        try {
            engine.applyToCurrent(one -> one.suspend(() -> {}, now));
        } catch (IllegalStateException e) {
            open("ckptctl", now.reason(), ChangeOutcome.failed(String.valueOf(e.getMessage())));
        }
    }

    /** Ends a suspension that was read from a record where the coordinator cannot be suspended. */
    public void dropIfUnsupported(CheckpointEngine engine) {
        String why = engine.missingReason(Capability.SUSPENSION);
        Suspension now = state.suspension();
        if (now.mode() != SuspensionMode.NONE && !why.isEmpty()) {
            state.set(Suspension.NONE);
            recovered(now, ChangeOutcome.failed(why));
        }
    }

    private void recovered(Suspension recorded, ChangeOutcome outcome) {
        changes.record(
                "recover",
                recorded.toString(),
                state.suspension().toString(),
                "ckptctl",
                recorded.reason(),
                outcome);
    }

    /** Rolls back a failed change: the gate is as before, and the trigger armed if it is open. */
    private void takeBack(Suspension before) {
        if (state.suspension() != before) {
            engine.applyToCurrent(one -> one.resume(() -> state.set(before)));
        }
    }

    private void open(String by, String reason, ChangeOutcome outcome) {
        Suspension before = state.suspension();
        try {
            engine.applyToCurrent(one -> one.resume(this::opened));
        } catch (RuntimeException e) {
            // an open gate without an armed trigger would be neither suspended nor resumed
            engine.applyToCurrent(one -> one.suspend(() -> state.set(before), before));
            throw e;
        }
        alarm.at(OptionalLong.empty());
        changes.record("resume", before.toString(), "NONE", by, reason, outcome);
        changes.listener().resumed(before.toString());
    }

    private void opened() {
        state.set(Suspension.NONE);
        rescale.resumed();
    }

    /**
     * Opens the gate if the current suspension is over. The alarm may have waited for a change that
     * replaced the suspension it was armed for, and for a clock that was set back.
     */
    private void onExpired() {
        changes.runExclusively(
                () -> {
                    if (state.suspension().isOver(clock.millis())) {
                        openAtTheEnd();
                        // where the end is not persisted, it is over again when the record is read
                        changes.persistCurrent();
                    } else {
                        arm();
                    }
                });
    }

    /**
     * Ends the current suspension before its time. The caller holds the lock of the changes.
     *
     * @param why the reason for the history
     * @throws RuntimeException if the trigger cannot be armed; it is suspended still
     */
    void endEarly(String why) {
        open("ckptctl", why, ChangeOutcome.DONE);
        changes.persistCurrent();
    }

    private void openAtTheEnd() {
        String why = "the time of suspendFor is over";
        try {
            open("ckptctl", why, ChangeOutcome.DONE);
        } catch (RuntimeException e) {
            changes.record(
                    "resume",
                    state.suspension().toString(),
                    "NONE",
                    "ckptctl",
                    why,
                    alarm.again(e));
            throw e;
        }
    }

    private SuspensionResult currentResult() {
        return answer(engine.get().latestUnderLock(), changes.unkept());
    }

    private SuspensionResult answer(CompletedCheckpointInfo latest, String unkept) {
        Suspension now = state.suspension();
        CheckpointEngine engine = this.engine.get();
        int pending = engine.pending().size();
        boolean quiet = engine.isQuiet();
        CompletedCheckpointInfo newest =
                quiet && now.mode() == SuspensionMode.PERIODIC
                        ? newer(latest, engine.latestUnderLock())
                        : latest;
        return SuspensionResult.of(
                newest,
                now.mode(),
                now.since(),
                transactions.resumesAt(now),
                quiet,
                pending,
                SuspensionCost.latestSafeResumeAt(
                        engine, state.settings().submitted(), startedAt, newest),
                warnings(now, newest, unkept));
    }

    private String[] warnings(Suspension now, CompletedCheckpointInfo newest, String unkept) {
        List<String> warnings =
                new ArrayList<>(
                        SuspensionCost.warnings(
                                settings,
                                rescale,
                                transactions,
                                now,
                                newest,
                                engine.get().relatedOptions(),
                                clock.millis()));
        if (!unkept.isEmpty()) {
            warnings.add(unkept);
        }
        return warnings.toArray(new String[0]);
    }

    /**
     * Returns the newer checkpoint: one in flight when the gate was shut may have completed before
     * it was quiet.
     */
    private static CompletedCheckpointInfo newer(
            CompletedCheckpointInfo one, CompletedCheckpointInfo other) {
        return other.getId() > one.getId() ? other : one;
    }

    private SuspensionMode parsed(String mode) {
        for (SuspensionMode candidate : SuspensionMode.values()) {
            if (candidate != SuspensionMode.NONE && candidate.name().equals(mode)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                changes.rejection(
                        "mode '"
                                + TextSanitizer.quoted(String.valueOf(mode))
                                + "' is neither PERIODIC nor ALL; suspended is "
                                + state.suspension()));
    }
}
