// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnpinOutcome;

import java.util.Collection;

/**
 * Part of the port through which the domain accesses Flink: keeps the files of pinned checkpoints,
 * whatever Flink would delete.
 */
public interface PinKeeper {

    /** Id that stands for the newest completed checkpoint. */
    long NEWEST = -1;

    /** Keeper of a job without a checkpoint coordinator. */
    PinKeeper NONE =
            new PinKeeper() {
                @Override
                public CompletedCheckpointInfo keep(long checkpointId) {
                    throw new IllegalStateException("the job has no checkpoint coordinator");
                }

                @Override
                public void adopt(Collection<Long> checkpointIds) {}

                @Override
                public boolean isInStore(long checkpointId) {
                    return false;
                }

                @Override
                public UnpinOutcome release(long checkpointId) {
                    return UnpinOutcome.LEFT;
                }
            };

    /**
     * Keeps the files of a checkpoint from now on, under the coordinator's lock. Harmless for one
     * that is kept already.
     *
     * @param checkpointId its id, or {@link #NEWEST}
     * @return the checkpoint
     * @throws IllegalArgumentException if Flink does not retain such a checkpoint
     * @throws IllegalStateException if it has no files of its own, or there is no coordinator
     * @throws UnsupportedOperationException if its files are not the JobManager's to delete
     */
    CompletedCheckpointInfo keep(long checkpointId);

    /**
     * Keeps the files of checkpoints that were pinned under an earlier JobManager, as far as Flink
     * could still delete them; never waits. Ignores those that are kept already.
     */
    void adopt(Collection<Long> checkpointIds);

    /** Returns whether Flink's store still has a checkpoint that is kept; never waits. */
    boolean isInStore(long checkpointId);

    /**
     * Ends the keeping of a checkpoint, under the coordinator's lock: what Flink would have deleted
     * meanwhile is deleted by Flink, unless another pinned checkpoint needs it.
     */
    UnpinOutcome release(long checkpointId);
}
