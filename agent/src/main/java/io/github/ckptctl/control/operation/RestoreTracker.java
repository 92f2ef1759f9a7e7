// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tracker of the checkpoint that a job was last restored from, and of the checkpoints that have
 * completed since. Reads come from any thread and never wait.
 */
public final class RestoreTracker {

    private static final Restore NONE = new Restore(-1, -1, -1);

    private final Clock clock;
    private volatile Restore last = NONE;

    public RestoreTracker(Clock clock) {
        this.clock = clock;
    }

    /**
     * Called when the state of the job's tasks has been restored.
     *
     * @param checkpointId the checkpoint or savepoint it was restored from, empty if there is none:
     *     the job starts from nothing
     */
    public synchronized void restored(OptionalLong checkpointId) {
        last =
                checkpointId.isPresent()
                        ? new Restore(checkpointId.getAsLong(), clock.millis(), 0)
                        : NONE;
    }

    /**
     * Called for a job that was there before the agent.
     *
     * @param at when it was restored, in epoch milliseconds
     * @param completed how many of the checkpoints that Flink retains were triggered since
     */
    public synchronized void adopt(long checkpointId, long at, long completed) {
        if (last == NONE) {
            last = new Restore(checkpointId, at, completed);
        }
    }

    /** Called when a checkpoint, not a savepoint, has completed. */
    public void completed() {
        Restore restore = last;
        if (restore != NONE) {
            restore.completed.incrementAndGet();
        }
    }

    /**
     * Returns the id of the checkpoint or savepoint that the job was restored from, -1 for none.
     */
    public long checkpointId() {
        return last.checkpointId;
    }

    /** Returns when the job was restored, in epoch milliseconds, -1 for never. */
    public long at() {
        return last.at;
    }

    /** Returns the number of checkpoints that have completed since, -1 if it was not restored. */
    public long completedSince() {
        return last.completed.get();
    }

    /** One restore. */
    private static final class Restore {

        private final long checkpointId;
        private final long at;
        private final AtomicLong completed;

        Restore(long checkpointId, long at, long completed) {
            this.checkpointId = checkpointId;
            this.at = at;
            this.completed = new AtomicLong(completed);
        }
    }
}
