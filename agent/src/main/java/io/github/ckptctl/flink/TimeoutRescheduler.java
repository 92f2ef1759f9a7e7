// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.util.concurrent.ScheduledExecutor;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Rescheduler that moves the deadline of a checkpoint in flight by arming another canceller in its
 * place.
 *
 * <p>Called with the coordinator's lock held, which every canceller also takes before it does
 * anything. The new canceller is armed before the old one is cancelled, so there is always one; and
 * of the two only the current one acts: one that had already fired and waits for the lock finds,
 * when it gets it, that it is superseded ({@code CheckpointHooks.isDisposed}). So the two never
 * both act, whichever was first.
 */
final class TimeoutRescheduler {

    private static final long TIMER_SLACK_MILLIS = 500;

    private final FlinkInternals parts;

    private final ThreadMark aborting;
    private final Supplier<JobSettings> settings;

    /**
     * @param aborting the mark of a thread that aborts for an operator
     */
    TimeoutRescheduler(FlinkInternals parts, ThreadMark aborting, Supplier<JobSettings> settings) {
        this.parts = parts;
        this.aborting = aborting;
        this.settings = settings;
    }

    /**
     * Sets one deadline to the trigger time plus the allowance.
     *
     * @param pending Flink's object, null if it is no longer in flight
     * @param allowedMillis the time from trigger to deadline in milliseconds
     */
    RescheduleResult move(
            CheckpointCoordinator coordinator,
            @Nullable PendingCheckpoint pending,
            TrackedCheckpoint checkpoint,
            long allowedMillis) {
        long oldDeadline = checkpoint.deadline();
        return new RescheduleResult(
                checkpoint.id(),
                oldDeadline,
                checkpoint.deadlineAfter(allowedMillis),
                moved(coordinator, pending, checkpoint, allowedMillis));
    }

    /**
     * Returns the time from trigger to deadline that a checkpoint's canceller was armed with, in
     * milliseconds: the effective timeout of checkpoints or savepoints, or the time of the armed
     * timer if that differs (it was changed at this very moment, or before the agent started).
     */
    long allowedMillis(
            PendingCheckpoint pending, boolean savepoint, CheckpointCoordinator coordinator) {
        long effective = settings.get().timeoutOr(savepoint, parts.timeout.getLong(coordinator));
        @Nullable ScheduledFuture<?> armed = parts.cancellerHandle.get(pending);
        if (armed == null) {
            return effective;
        }
        long age = System.currentTimeMillis() - pending.getCheckpointTimestamp();
        long measured = Millis.plus(age, armed.getDelay(TimeUnit.MILLISECONDS));
        return Math.abs(measured - effective) < TIMER_SLACK_MILLIS ? effective : measured;
    }

    private RescheduleOutcome moved(
            CheckpointCoordinator coordinator,
            @Nullable PendingCheckpoint pending,
            TrackedCheckpoint checkpoint,
            long allowedMillis) {
        if (pending == null || pending.isDisposed()) {
            return RescheduleOutcome.GONE;
        }
        Runnable canceller = (Runnable) parts.newCanceller.call(coordinator, pending);
        long left = checkpoint.leftOf(allowedMillis);
        if (left <= 0) {
            checkpoint.rescheduledTo(canceller, allowedMillis);
            checkpoint.disableExtension();
            aborting.during(
                    () -> {
                        canceller.run();
                        return checkpoint;
                    });
            return RescheduleOutcome.EXPIRED;
        }
        ScheduledExecutor timer = parts.timer.get(coordinator);
        ScheduledFuture<?> next = timer.schedule(canceller, left, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> previous = parts.cancellerHandle.get(pending);
        parts.cancellerHandle.set(pending, next);
        checkpoint.rescheduledTo(canceller, allowedMillis);
        previous.cancel(false);
        return RescheduleOutcome.RESCHEDULED;
    }
}
