// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;

import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Scheduler that re-arms a coordinator's periodic trigger after its interval or min pause changed,
 * in the way Flink itself does it when a source's backlog changes ({@code setIsProcessingBacklog},
 * FLIP-309).
 *
 * <p>The trigger becomes due at the last periodic trigger plus the interval, and not before the
 * last completion plus the min pause; if nothing was triggered yet, Flink's own first delay applies
 * unless the interval is shorter. A first trigger that {@code InitialDelay} holds back waits for
 * its time, whatever the interval; a change can bring it forward only. Called with the
 * coordinator's lock held.
 */
final class PeriodicTriggerScheduler {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FlinkInternals parts;
    private final Supplier<JobSettings> settings;
    private final FirstTrigger first = new FirstTrigger();
    private volatile long lastTriggerNanos;

    /** Whether there was a periodic trigger yet; written after its time. */
    private volatile boolean isTriggered;

    PeriodicTriggerScheduler(FlinkInternals parts, Supplier<JobSettings> settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /** Records the time of a periodic trigger, on {@link System#nanoTime()}'s scale. */
    void triggered(long nanos) {
        lastTriggerNanos = nanos;
        isTriggered = true;
        first.triggered();
    }

    /**
     * Called when Flink starts its scheduler; returns the delay of the first trigger in
     * milliseconds.
     *
     * @param drawn the delay that Flink would use
     */
    long started(long drawn) {
        return first.started(settings.get(), drawn);
    }

    /**
     * Called when the state of the job's tasks is restored. The default scheduler has started the
     * coordinator's scheduler before ({@code DefaultScheduler.restartTasks}, 1.18 to 2.2), with a
     * delay that does not apply then.
     */
    void restored(CheckpointCoordinator coordinator) {
        first.restored();
        if (!coordinator.isPeriodicCheckpointingStarted()) {
            return;
        }
        long delay = first.started(settings.get(), SubmittedConfiguration.NO_INTERVAL);
        if (first.isDelayed() && parts.armedTrigger.get(coordinator) != null) {
            arm(coordinator, parts.clock.get(coordinator).relativeTimeMillis(), delay);
        }
    }

    /**
     * Re-arms the trigger, or arms it if none is armed, if Flink wants it running: after a change
     * or a resume. One that would have been due meanwhile is due now. Disarms it if there is
     * currently no interval.
     */
    void rearm(CheckpointCoordinator coordinator) {
        if (!coordinator.isPeriodicCheckpointingStarted()) {
            return;
        }
        long interval = currentInterval(coordinator);
        if (interval == SubmittedConfiguration.NO_INTERVAL) {
            disarm(coordinator);
            return;
        }
        long now = parts.clock.get(coordinator).relativeTimeMillis();
        long minPause =
                settings.get().overrideOr(Setting.MIN_PAUSE, parts.minPause.getLong(coordinator));
        long delay = delay(coordinator, settings.get(), interval, minPause, now);
        if (delay > 0) {
            dropQueuedPeriodicRequests(coordinator);
        }
        arm(coordinator, now, delay);
    }

    private void arm(CheckpointCoordinator coordinator, long now, long delay) {
        if (parts.rescheduleTriggerAt.isFound()) {
            parts.rescheduleTriggerAt.call(coordinator, now, delay);
        } else {
            parts.rescheduleTrigger.call(coordinator, delay);
        }
    }

    /** Re-arms the trigger if it is due later than an interval from now. */
    void rearmIfLate(CheckpointCoordinator coordinator) {
        ScheduledFuture<?> armed = parts.armedTrigger.get(coordinator);
        if (armed != null && armed.getDelay(TimeUnit.MILLISECONDS) > currentInterval(coordinator)) {
            rearm(coordinator);
        }
    }

    /** Arms the trigger if none is armed and Flink wants it running. */
    void rearmIfNone(CheckpointCoordinator coordinator) {
        if (parts.armedTrigger.get(coordinator) == null) {
            rearm(coordinator);
        }
    }

    /** Disarms the trigger, and drops the periodic requests that wait in the queue. */
    void disarm(CheckpointCoordinator coordinator) {
        parts.cancelTrigger.call(coordinator);
        dropQueuedPeriodicRequests(coordinator);
    }

    /**
     * Returns the milliseconds until the trigger would be due after a change, empty if none would
     * be armed. Reads fields only; whether a source processes a backlog is derived from the
     * interval that Flink uses, and where both are the same no backlog is assumed.
     */
    OptionalLong forecast(CheckpointCoordinator coordinator, JobSettings now, JobSettings next) {
        if (!coordinator.isPeriodicCheckpointingStarted()) {
            return OptionalLong.empty();
        }
        boolean backlog = currentInterval(coordinator) != interval(now, Setting.INTERVAL);
        long interval =
                interval(next, backlog ? Setting.INTERVAL_DURING_BACKLOG : Setting.INTERVAL);
        long minPause = next.effective(Setting.MIN_PAUSE);
        long at = parts.clock.get(coordinator).relativeTimeMillis();
        return interval == SubmittedConfiguration.NO_INTERVAL
                ? OptionalLong.empty()
                : OptionalLong.of(delay(coordinator, next, interval, minPause, at));
    }

    private static long interval(JobSettings settings, Setting which) {
        long millis = settings.effective(which);
        return millis <= 0 ? SubmittedConfiguration.NO_INTERVAL : millis;
    }

    private long delay(
            CheckpointCoordinator coordinator,
            JobSettings inForce,
            long interval,
            long minPause,
            long now) {
        ScheduledFuture<?> armed = parts.armedTrigger.get(coordinator);
        long firstDelay = armed == null ? 0 : armed.getDelay(TimeUnit.MILLISECONDS);
        long byMinPause = parts.lastCompletion.getLong(coordinator) + minPause - now;
        OptionalLong sinceTrigger = sinceLastTrigger();
        long byInterval =
                sinceTrigger.isPresent()
                        ? interval - sinceTrigger.getAsLong()
                        : Math.min(firstDelay, interval);
        OptionalLong left = first.left(inForce);
        if (left.isPresent()) {
            long usual = armed == null ? left.getAsLong() : firstDelay;
            byInterval = Math.min(first.isDelayed() ? usual : byInterval, left.getAsLong());
        }
        // Flink adds it to its clock
        long most = Long.MAX_VALUE - Math.max(0, now);
        return Math.min(most, Math.max(0, Math.max(byInterval, byMinPause)));
    }

    /** Returns the effective interval: as Flink itself determines it, if this line can. */
    private long currentInterval(CheckpointCoordinator coordinator) {
        return parts.currentInterval.isFound()
                ? (long) parts.currentInterval.call(coordinator)
                // 1.18, which knows no backlog
                : settings.get().overrideOr(Setting.INTERVAL, parts.interval.getLong(coordinator));
    }

    /** Returns the milliseconds since the last periodic trigger, empty before the first one. */
    OptionalLong sinceLastTrigger() {
        return isTriggered
                ? OptionalLong.of((System.nanoTime() - lastTriggerNanos) / NANOS_PER_MILLI)
                : OptionalLong.empty();
    }

    /**
     * Drops the periodic requests that piled up behind a slow checkpoint: Flink queues one at each
     * interval (up to 1000) and would run them back to back, however long the current interval is.
     */
    private void dropQueuedPeriodicRequests(CheckpointCoordinator coordinator) {
        TriggerRequestQueue.of(parts.decider.get(coordinator), parts)
                .fail(
                        parts.requestIsPeriodic::get,
                        () ->
                                new CheckpointException(
                                        CheckpointFailureReason.MINIMUM_TIME_BETWEEN_CHECKPOINTS));
    }
}
