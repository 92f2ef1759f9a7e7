// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/**
 * Snapshot of Flink's own counters of one job, each read at a slightly different moment. Immutable.
 */
public final class CheckpointCounts {

    /** Counters of a job without a coordinator: all zero. */
    public static final CheckpointCounts ZERO = new CheckpointCounts(0, 0, 0, 0, 0);

    private final long triggered;
    private final long inProgress;
    private final long completed;
    private final long failed;
    private final long restored;

    /** Creates the counters. */
    public CheckpointCounts(
            long triggered, long inProgress, long completed, long failed, long restored) {
        this.triggered = triggered;
        this.inProgress = inProgress;
        this.completed = completed;
        this.failed = failed;
        this.restored = restored;
    }

    /** Returns the number triggered. */
    public long triggered() {
        return triggered;
    }

    /** Returns the number in flight. */
    public long inProgress() {
        return inProgress;
    }

    /** Returns the number completed. */
    public long completed() {
        return completed;
    }

    /** Returns the number failed. */
    public long failed() {
        return failed;
    }

    /** Returns the number of restores. */
    public long restored() {
        return restored;
    }
}
