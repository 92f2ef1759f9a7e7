// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;

/**
 * The computed figures of one job at one moment: the attributes of its MBean and the gauges in
 * Flink's metrics.
 *
 * <p>Reads a part of the job when a figure first needs it, and once, so figures that rest on the
 * same part agree with each other. Takes no lock and waits for nothing. A figure that cannot be
 * read has the value for "none", -1 unless its method says otherwise. Confined to the thread that
 * created it.
 */
public final class CheckpointFigures {

    private static final long NONE = -1;

    private final JobCheckpointControl checkpoints;
    private final long now;
    private final ReadGuard guard;

    private @Nullable List<PendingCheckpointInfo> pending;
    private @Nullable CompletedCheckpointInfo latestCompleted;

    /** Creates the figures of this moment. */
    public CheckpointFigures(JobCheckpointControl checkpoints, Clock clock, ReadGuard guard) {
        this.checkpoints = checkpoints;
        this.now = clock.millis();
        this.guard = guard;
    }

    /** Returns the effective value of a setting. */
    public long effective(Setting setting) {
        return checkpoints.settings().effective(setting);
    }

    /** Returns whether anything is suspended: 1 or 0. */
    public long suspended() {
        return suspension().mode() == SuspensionMode.NONE ? 0 : 1;
    }

    /** Returns for how long it has been suspended, in milliseconds, 0 while it is not. */
    public long suspendedMillis() {
        return since(suspension().since());
    }

    /** Returns whether a setting is overridden: 1 or 0. */
    public long overrideActive() {
        return checkpoints.settings().hasOverrides() ? 1 : 0;
    }

    /** Returns for how long a setting has been overridden, in milliseconds, 0 while none is. */
    public long overrideActiveMillis() {
        return since(checkpoints.settings().overriddenSince());
    }

    /** Returns the checkpoints and savepoints in flight, oldest first. */
    public List<PendingCheckpointInfo> pending() {
        List<PendingCheckpointInfo> known = pending;
        if (known == null) {
            known = guard.readOrDefault(() -> engine().pending(), List.of());
            pending = known;
        }
        return known;
    }

    /** Returns the age of the oldest checkpoint in flight, in milliseconds, -1 for none. */
    public long oldestPendingAge() {
        return pending().stream()
                .mapToLong(checkpoint -> Math.max(0, now - checkpoint.getTriggeredAt()))
                .max()
                .orElse(NONE);
    }

    /** Returns the time until the first deadline, in milliseconds, 0 if it is due, -1 for none. */
    public long nextDeadlineIn() {
        return pending().stream()
                .mapToLong(checkpoint -> Math.max(0, checkpoint.getDeadline() - now))
                .min()
                .orElse(NONE);
    }

    /**
     * Returns the greatest used share of the allowed time among the checkpoints in flight, 0 to 1;
     * 0 for none.
     */
    public double pendingDeadlineRatio() {
        return pending().stream().mapToDouble(this::usedShare).max().orElse(0);
    }

    /** Returns the newest completed checkpoint, from which a restart restores the job. */
    public CompletedCheckpointInfo latestCompleted() {
        CompletedCheckpointInfo known = latestCompleted;
        if (known == null) {
            known =
                    guard.readOrDefault(
                            () -> engine().latestCompleted(), CompletedCheckpointInfo.none());
            latestCompleted = known;
        }
        return known;
    }

    /**
     * Returns the time since the newest completion, in milliseconds; before the first, the time
     * since the first one is due, -1 while none is.
     */
    public long latestCompletedAge() {
        CompletedCheckpointInfo latest = latestCompleted();
        return age(
                latest.getId() == NONE
                        ? checkpoints.diagnostics().firstExpectedSince()
                        : latest.getCompletedAt());
    }

    /**
     * Returns how far back a restart would go, in milliseconds: the time since the trigger of the
     * newest completed checkpoint or, without any, since the job's start here.
     */
    public long restartPointAge() {
        CompletedCheckpointInfo latest = latestCompleted();
        return age(latest.getId() == NONE ? checkpoints.startedAt() : latest.getTriggeredAt());
    }

    /** Returns the time since the job was restored here, in milliseconds, -1 if it was not. */
    public long restoredAge() {
        return age(checkpoints.restores().at());
    }

    /** Returns the number of checkpoints that have completed since, -1 if it was not restored. */
    public long completedSinceRestore() {
        return checkpoints.restores().completedSince();
    }

    /**
     * Returns the time until the oldest transaction of a sink times out, in milliseconds, -1 if not
     * known.
     */
    public long millisToTransactionTimeout() {
        return guard.readOrDefault(checkpoints.transactions()::millisToTimeout, NONE);
    }

    /** Returns how many checkpoints in a row have failed, as Flink counts them. */
    public long consecutiveFailures() {
        return guard.readOrDefault(() -> engine().consecutiveFailures(), NONE);
    }

    /** Returns the number of checkpoints that reached their deadline. */
    public long expiredCount() {
        return checkpoints.expiredCount();
    }

    /** Returns how many times a checkpoint got more time automatically. */
    public long extendedCount() {
        return checkpoints.deadlines().extendedCount();
    }

    /** Returns why no checkpoint is triggered automatically, empty if one is or if not known. */
    public String notTriggering() {
        return guard.readOrDefault(checkpoints.diagnostics()::notTriggering, "");
    }

    /** Returns whether Flink wants to rescale the job: 1 or 0. */
    public int rescalePending() {
        return checkpoints.rescale().isPending() ? 1 : 0;
    }

    private long since(long time) {
        return time == NONE ? 0 : age(time);
    }

    private long age(long time) {
        return time == NONE ? NONE : Math.max(0, now - time);
    }

    private double usedShare(PendingCheckpointInfo checkpoint) {
        double allowed = checkpoint.getDeadline() - checkpoint.getTriggeredAt();
        double age = now - checkpoint.getTriggeredAt();
        return allowed <= 0 ? 1 : Math.max(0, Math.min(1, age / allowed));
    }

    private Suspension suspension() {
        return checkpoints.suspension().current();
    }

    private CheckpointEngine engine() {
        return checkpoints.engine();
    }
}
