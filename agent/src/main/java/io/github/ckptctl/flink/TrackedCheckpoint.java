// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;

/**
 * State of one checkpoint in flight that is known without its coordinator.
 *
 * <p>Holds Flink's object weakly: it leads to the whole execution graph. Reads come from any
 * thread; {@link #rescheduledTo}, {@link #claimExtension} and {@link #isSupersededFor} are called
 * with the coordinator's lock held.
 */
final class TrackedCheckpoint {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final WeakReference<PendingCheckpoint> checkpoint;
    private final long id;
    private final String kind;
    private final boolean isSavepoint;
    private final boolean isStopSnapshot;
    private final int total;
    private final long triggeredAt;

    /** Trigger time on {@link System#nanoTime()}'s scale, which no clock step affects. */
    private final long triggeredNanos;

    private volatile long allowedMillis;
    private volatile int extensions;

    /** Number of acknowledged tasks at the last deadline, and of automatic extensions. */
    private int acknowledgedAtDeadline;

    private int autoExtensions;

    /** The current canceller, null while it is Flink's own; weak, since it leads to the graph. */
    private volatile @Nullable WeakReference<Object> canceller;

    TrackedCheckpoint(
            PendingCheckpoint checkpoint, CheckpointProperties props, long allowedMillis) {
        this.checkpoint = new WeakReference<>(checkpoint);
        this.id = checkpoint.getCheckpointID();
        this.kind = props.getCheckpointType().getName();
        this.isSavepoint = props.isSavepoint();
        this.isStopSnapshot = props.isSynchronous();
        this.total =
                checkpoint.getNumberOfAcknowledgedTasks()
                        + checkpoint.getNumberOfNonAcknowledgedTasks();
        this.triggeredAt = checkpoint.getCheckpointTimestamp();
        long age = Math.max(0, System.currentTimeMillis() - triggeredAt);
        this.triggeredNanos = System.nanoTime() - age * NANOS_PER_MILLI;
        this.allowedMillis = allowedMillis;
    }

    long id() {
        return id;
    }

    /** Returns the trigger time, on {@link System#nanoTime()}'s scale. */
    long triggeredNanos() {
        return triggeredNanos;
    }

    /** Returns the deadline in epoch milliseconds. */
    long deadline() {
        return deadlineAfter(allowedMillis);
    }

    /** Returns the deadline for an allowance from the trigger, in epoch milliseconds. */
    long deadlineAfter(long millis) {
        return Millis.plus(triggeredAt, millis);
    }

    /**
     * Returns the milliseconds left of an allowance from the trigger; not above 0 when it is over.
     */
    long leftOf(long millis) {
        return millis - (System.nanoTime() - triggeredNanos) / NANOS_PER_MILLI;
    }

    /** Returns whether it is a savepoint, the snapshot of a stop included. */
    boolean isSavepoint() {
        return isSavepoint;
    }

    /** Returns whether it is the snapshot of a stop, which fails the job's tasks if it expires. */
    boolean isStopSnapshot() {
        return isStopSnapshot;
    }

    /** Returns whether it tracks this very checkpoint: another coordinator's may have its id. */
    boolean isOf(PendingCheckpoint other) {
        return checkpoint.get() == other;
    }

    /** Returns whether it is still in flight. */
    boolean isPending() {
        PendingCheckpoint pending = checkpoint.get();
        return pending != null && !pending.isDisposed();
    }

    /** Replaces the current canceller and the allowance. */
    void rescheduledTo(Object newCanceller, long newAllowedMillis) {
        canceller = new WeakReference<>(newCanceller);
        allowedMillis = newAllowedMillis;
        int before = extensions; // one writer at a time: the lock is held
        extensions = before + 1;
    }

    /**
     * Returns whether this canceller has been replaced. A reference that was cleared means the
     * same: the current one is alive as long as the timer holds it, and this one is running.
     */
    boolean isSupersededFor(Object runningCanceller) {
        WeakReference<Object> inForce = canceller;
        return inForce != null && inForce.get() != runningCanceller;
    }

    /** Returns the time from trigger to deadline in milliseconds. */
    long allowedMillis() {
        return allowedMillis;
    }

    /**
     * Returns whether it may have more time: enough of its tasks have acknowledged, one of them
     * since the last deadline, and it has not had more time too often. Called at its deadline; the
     * result is counted.
     */
    boolean claimExtension(PendingCheckpoint pending, JobSettings settings) {
        long percent = settings.effective(Setting.AUTO_EXTEND_ACK_PERCENT);
        int acknowledged = pending.getNumberOfAcknowledgedTasks();
        boolean earned =
                percent > 0
                        && acknowledged * 100L >= percent * total
                        && acknowledged > acknowledgedAtDeadline
                        && autoExtensions < settings.effective(Setting.AUTO_EXTEND_LIMIT);
        acknowledgedAtDeadline = acknowledged;
        autoExtensions += earned ? 1 : 0;
        return earned;
    }

    /** Ensures that it gets no more time, whatever it has earned. */
    void disableExtension() {
        autoExtensions = Integer.MAX_VALUE;
    }

    PendingCheckpointInfo info() {
        PendingCheckpoint pending = checkpoint.get();
        int acknowledged = pending == null ? 0 : pending.getNumberOfAcknowledgedTasks();
        return new PendingCheckpointInfo(
                id, kind, triggeredAt, deadline(), acknowledged, total, extensions);
    }
}
