// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.ExpiryTimer;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.change.TaskScheduler;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TransactionGuard;
import io.github.ckptctl.control.model.TransactionWindow;
import io.github.ckptctl.control.model.TriggerType;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Guard of the transactions of a job's sinks: warns, ends a suspension or triggers a checkpoint
 * before the oldest one times out, as the setting {@code TransactionGuard} says.
 *
 * <p>Has one alarm, for the time at which the next checkpoint must be triggered at the latest
 * ({@link TransactionWindow#actAt}). It is set again whenever that time may have changed: settings,
 * suspension, coordinator, a completed checkpoint. When it fires, the guard acts between the
 * changes of the job, once for each transaction, suspension and setting; where it triggers
 * checkpoints, it tries again until one completes, a few times before the transaction times out and
 * rarely after it.
 *
 * <p><b>Threads.</b> {@link #update} is called by any thread, also by Flink's with the
 * coordinator's lock held, and waits for nothing. The alarm runs off Flink's threads.
 */
public final class TransactionGuardService {

    private static final String ACTION = "transactionGuard";
    private static final String BY = "ckptctl";

    /** Part of the margin after which a failed attempt is repeated. */
    private static final int ATTEMPTS_IN_MARGIN = 4;

    private static final long LEAST_PAUSE_MILLIS = 1000;

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final SuspensionService suspension;
    private final TransactionService transactions;
    private final Clock clock;
    private final ExpiryTimer alarm;

    /** The situation in which the guard has acted last. Guarded by this. */
    private List<Object> handled = List.of();

    /** When it acts again in that situation, empty for never. Guarded by this. */
    private OptionalLong again = OptionalLong.empty();

    /** The checkpoint that was triggered last, and by which engine. Under the changes' lock. */
    private CompletableFuture<CompletedCheckpointInfo> attempt =
            CompletableFuture.completedFuture(CompletedCheckpointInfo.none());

    private @Nullable CheckpointEngine attemptedBy;

    private volatile boolean ended;

    public TransactionGuardService(
            EngineReference engine,
            JobStateReference state,
            ChangeExecutor changes,
            SuspensionService suspension,
            TransactionService transactions,
            Clock clock,
            TaskScheduler timer) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
        this.suspension = suspension;
        this.transactions = transactions;
        this.clock = clock;
        this.alarm = new ExpiryTimer(timer, clock, this::onAlarm);
    }

    /** Sets the alarm for the current settings, suspension, coordinator and checkpoint. */
    public synchronized void update() {
        alarm.at(due());
    }

    /** Ends the guard for good. */
    public void end() {
        ended = true;
        alarm.cancel();
    }

    private synchronized OptionalLong due() {
        Optional<TransactionWindow> window = transactions.window();
        if (window.isEmpty() || transactions.guard() == TransactionGuard.OFF) {
            return OptionalLong.empty();
        }
        return situation(window.get()).equals(handled)
                ? again
                : OptionalLong.of(window.get().actAt());
    }

    private List<Object> situation(TransactionWindow window) {
        return List.of(
                window.openedAt(),
                window.timeoutMillis(),
                transactions.guard(),
                state.suspension().mode(),
                state.suspension().since());
    }

    private void onAlarm() {
        changes.runExclusively(
                () -> {
                    OptionalLong due = due();
                    if (due.isPresent() && due.getAsLong() <= clock.millis()) {
                        transactions.window().ifPresent(this::act);
                    }
                    update();
                });
    }

    private void act(TransactionWindow window) {
        SuspensionMode mode = state.suspension().mode();
        boolean isNew = !isHandled(window);
        OptionalLong next = OptionalLong.of(Millis.plus(clock.millis(), pause(window)));
        if (transactions.isEnding(mode)) {
            next = endSuspension(window) ? OptionalLong.empty() : next;
        } else if (!transactions.isTriggering(mode)) {
            warn(window);
            next = OptionalLong.empty();
        } else if (!isUnderWay()) {
            trigger(window);
        } else if (isNew) {
            warn(window);
        }
        handle(window, next);
    }

    private synchronized boolean isHandled(TransactionWindow window) {
        return situation(window).equals(handled);
    }

    private synchronized void handle(TransactionWindow window, OptionalLong next) {
        handled = situation(window);
        again = next;
    }

    /**
     * Returns the time between two attempts: several fit into the margin. When the time is up, it
     * is as long as the job may be without a checkpoint, since there is less to save.
     */
    private long pause(TransactionWindow window) {
        boolean isUp = window.remaining(clock.millis()) == 0;
        return Math.max(
                LEAST_PAUSE_MILLIS,
                isUp ? window.mostMillis() : window.marginMillis() / ATTEMPTS_IN_MARGIN);
    }

    /** Ends the suspension, and returns whether it has ended. */
    private boolean endSuspension(TransactionWindow window) {
        Suspension before = state.suspension();
        String why = why(window);
        try {
            suspension.endEarly(why);
        } catch (RuntimeException e) {
            changes.record(
                    "resume",
                    before.toString(),
                    SuspensionMode.NONE.name(),
                    BY,
                    why,
                    ChangeOutcome.failed(
                            e.getMessage() + "; tried again in " + pause(window) + " ms"));
            return false;
        }
        OptionalLong trigger = engine.get().nextTriggerIn();
        if (trigger.isEmpty() || trigger.getAsLong() > window.remaining(clock.millis())) {
            warn(window);
        }
        return true;
    }

    /**
     * Returns whether a checkpoint is in flight, or was triggered here and is not yet. A savepoint
     * does not count: it commits nothing.
     */
    private boolean isUnderWay() {
        return (!attempt.isDone() && attemptedBy == engine.get()) || checkpointInFlight() != null;
    }

    private @Nullable PendingCheckpointInfo checkpointInFlight() {
        for (PendingCheckpointInfo pending : engine.get().pending()) {
            if (!pending.getKind().equals("Savepoint")) {
                return pending;
            }
        }
        return null;
    }

    private void trigger(TransactionWindow window) {
        CheckpointEngine current = engine.get();
        String why = why(window);
        attemptedBy = current;
        attempt =
                current.trigger(TriggerType.CONFIGURED)
                        .whenComplete((completed, error) -> record(why, completed, error));
    }

    /** Records what has become of a checkpoint. Called on Flink's thread, or where it was asked. */
    private void record(
            String why, @Nullable CompletedCheckpointInfo completed, @Nullable Throwable error) {
        if (ended) {
            return;
        }
        changes.record(
                "triggerCheckpoint",
                "",
                TriggerType.CONFIGURED.name(),
                BY,
                why,
                completed == null
                        ? ChangeOutcome.failed(message(error))
                        : ChangeOutcome.done("checkpoint " + RestartPoint.place(completed)));
    }

    private static String message(@Nullable Throwable error) {
        return error == null
                ? "no reason was given"
                : String.valueOf(TriggerService.reason(error).getMessage());
    }

    private String why(TransactionWindow window) {
        return transactions.name() + ": " + window.describe(clock.millis());
    }

    /** Warns in the log and with a notification; the history has changes alone. */
    private void warn(TransactionWindow window) {
        String finding = window.describe(clock.millis()) + ", and " + situation();
        ChangeOutcome outcome = ChangeOutcome.warning(finding);
        changes.log(changes.entry(state.settings(), ACTION, "", "", BY, "", outcome), outcome);
        changes.listener().transactionExpiring(finding, window.openedAt(), window.timesOutAt());
    }

    private String situation() {
        PendingCheckpointInfo inFlight = checkpointInFlight();
        if (inFlight != null) {
            return "checkpoint " + inFlight.getId() + " is still in flight";
        }
        Suspension current = state.suspension();
        if (current.mode() != SuspensionMode.NONE) {
            return "checkpointing is suspended (" + current + ")";
        }
        OptionalLong trigger = engine.get().nextTriggerIn();
        return trigger.isPresent()
                ? "the next checkpoint is due in " + trigger.getAsLong() + " ms"
                : "no checkpoint is due";
    }
}
