// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.AbsentEngine;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.RecentDurations;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TransactionGuard;
import io.github.ckptctl.control.model.TransactionWindow;
import io.github.ckptctl.mbeans.SuspensionMode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Service for the transactions of a job's sinks: when the oldest one times out, and what that means
 * for a suspension or a change of settings. Only reads, from any thread, and never waits; {@link
 * TransactionGuardService} acts on it.
 */
public final class TransactionService {

    private static final long NONE = -1;

    private final EngineReference engine;
    private final JobStateReference state;
    private final RecentDurations durations;
    private final Clock clock;

    public TransactionService(
            EngineReference engine,
            JobStateReference state,
            RecentDurations durations,
            Clock clock) {
        this.engine = engine;
        this.state = state;
        this.durations = durations;
        this.clock = clock;
    }

    /**
     * Returns in how many milliseconds the oldest transaction times out, 0 if it may have done so
     * already, -1 if that is not known.
     */
    public long millisToTimeout() {
        return window().map(window -> window.remaining(clock.millis())).orElse(NONE);
    }

    /** Returns what is done before the oldest transaction times out. */
    TransactionGuard guard() {
        return TransactionGuard.in(state.settings());
    }

    /** Returns the time in which the next checkpoint must complete, empty if it is not known. */
    Optional<TransactionWindow> window() {
        return window(state.settings());
    }

    private Optional<TransactionWindow> window(JobSettings settings) {
        CheckpointEngine current = engine.get();
        long timeout = settings.effective(Setting.TRANSACTION_TIMEOUT);
        return timeout <= 0 || current == AbsentEngine.INSTANCE
                ? Optional.empty()
                : Optional.of(
                        TransactionWindow.of(
                                current.oldestTransactionAt(), timeout, durations.longest()));
    }

    /** Returns whether the guard triggers a checkpoint while the job is suspended in a mode. */
    boolean isTriggering(SuspensionMode mode) {
        return guard() == TransactionGuard.TRIGGER
                && mode != SuspensionMode.ALL
                && engine.get().missingReason(Capability.TRIGGER).isEmpty();
    }

    /** Returns whether the guard ends a suspension of that mode before its own time. */
    boolean isEnding(SuspensionMode mode) {
        TransactionGuard guard = guard();
        return mode != SuspensionMode.NONE
                && (guard == TransactionGuard.RESUME
                        || (guard == TransactionGuard.TRIGGER && !isTriggering(mode)));
    }

    /**
     * Returns when a suspension ends by itself if no checkpoint completes before, in epoch
     * milliseconds, -1 for never.
     */
    long resumesAt(Suspension suspension) {
        long own = suspension.resumesAt();
        Optional<TransactionWindow> window = window();
        if (window.isEmpty() || !isEnding(suspension.mode())) {
            return own;
        }
        long guarded = window.get().actAt();
        return own == NONE ? guarded : Math.min(own, guarded);
    }

    /** Returns why a suspension of a mode would end at once, empty if it would not. */
    String whyNotSuspended(SuspensionMode mode) {
        Optional<TransactionWindow> window = window();
        long now = clock.millis();
        if (window.isEmpty() || !isEnding(mode) || now < window.get().actAt()) {
            return "";
        }
        return window.get().describe(now)
                + ", and "
                + name()
                + " would end the suspension at once; let a checkpoint complete first, or set "
                + Setting.TRANSACTION_GUARD.attribute()
                + " to "
                + TransactionGuard.WARN;
    }

    /** Returns what a suspension means for the transactions, a sentence each. */
    List<String> warningsOf(Suspension suspension) {
        Optional<TransactionWindow> known = window();
        if (known.isEmpty()) {
            return List.of(
                    "transactional sinks keep their transactions open: resume before the broker's"
                            + " timeout");
        }
        TransactionWindow window = known.get();
        List<String> warnings = new ArrayList<>();
        if (suspension.resumesAt() == NONE || suspension.resumesAt() > window.actAt()) {
            warnings.add(window.describe(clock.millis()) + ": " + consequence(suspension, window));
        }
        if (window.isTooShort()) {
            warnings.add(tooShort(window));
        }
        return warnings;
    }

    private String consequence(Suspension suspension, TransactionWindow window) {
        SuspensionMode mode = suspension.mode();
        String at = window.actAtText();
        if (isTriggering(mode)) {
            return name() + " triggers a checkpoint at " + at;
        }
        if (isEnding(mode)) {
            return (guard() == TransactionGuard.TRIGGER
                            ? "no checkpoint can be triggered, so "
                            : "")
                    + name()
                    + " ends this suspension at "
                    + at
                    + (mode == SuspensionMode.ALL ? "" : " unless a checkpoint completes before");
        }
        return "resume before"
                + (guard() == TransactionGuard.WARN ? "; the log warns again at " + at : "");
    }

    /** Returns the warnings for a change after which checkpoints come too late for transactions. */
    List<String> warningsOf(JobSettings before, JobSettings next) {
        Optional<TransactionWindow> known = window(next);
        if (known.isEmpty()
                || !next.differsFrom(
                        before,
                        Setting.INTERVAL,
                        Setting.MIN_PAUSE,
                        Setting.TRANSACTION_TIMEOUT,
                        Setting.TRANSACTION_GUARD)) {
            return List.of();
        }
        TransactionWindow window = known.get();
        List<String> warnings = new ArrayList<>();
        if (period(next) >= window.mostMillis()) {
            warnings.add(tooFar(next, window));
        }
        if (window.isTooShort()) {
            warnings.add(tooShort(window));
        }
        return warnings;
    }

    /** Returns the time between two periodic triggers, the greatest number if there are none. */
    private long period(JobSettings settings) {
        long interval = settings.effective(Setting.INTERVAL);
        if (interval == SubmittedSettings.NONE) {
            return Long.MAX_VALUE;
        }
        long byMinPause =
                Millis.plus(
                        Math.max(0, durations.longest()),
                        Math.max(0, settings.effective(Setting.MIN_PAUSE)));
        return Math.max(interval, byMinPause);
    }

    private static String tooFar(JobSettings settings, TransactionWindow window) {
        Setting interval = Setting.INTERVAL;
        return "with "
                + interval.attribute()
                + " "
                + interval.text(settings.effective(interval))
                + " the next checkpoint is triggered later than "
                + window.mostMillis()
                + " ms after the one before, too late for "
                + timeout(window)
                + (TransactionGuard.in(settings) == TransactionGuard.TRIGGER
                        ? ": " + TransactionGuard.TRIGGER + " triggers one in time"
                        : ": transactions of sinks may time out; "
                                + Setting.TRANSACTION_GUARD.attribute()
                                + " "
                                + TransactionGuard.TRIGGER
                                + " would trigger one in time");
    }

    private static String tooShort(TransactionWindow window) {
        return "one of the last checkpoints took half of "
                + timeout(window)
                + " or more: transactions may time out before the next one completes, whatever is"
                + " done";
    }

    private static String timeout(TransactionWindow window) {
        return Setting.TRANSACTION_TIMEOUT.attribute() + " " + window.timeoutMillis() + " ms";
    }

    /** Returns the guard as a part of a sentence. */
    String name() {
        return Setting.TRANSACTION_GUARD.attribute() + " " + guard();
    }
}
