// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * Newest completed checkpoint of a coordinator, never a savepoint: a restart does not restore from
 * those.
 *
 * <p>Written under the coordinator's lock, read by any thread without it.
 */
final class LatestCheckpoint {

    private final Function<CompletedCheckpointSnapshot, CompletedCheckpointInfo> shown;

    private volatile @Nullable CompletedCheckpointSnapshot latest;

    /** The checkpoint that is being added to the completed store, null for none. */
    private volatile @Nullable CompletedCheckpointSnapshot storing;

    /**
     * @param shown returns the info of a checkpoint as it is at the moment
     */
    LatestCheckpoint(Function<CompletedCheckpointSnapshot, CompletedCheckpointInfo> shown) {
        this.shown = shown;
    }

    /** Returns the newest checkpoint that Flink has not discarded, as far as there is one. */
    CompletedCheckpointInfo info() {
        CompletedCheckpointSnapshot known = latest;
        if (known == null) {
            return CompletedCheckpointInfo.none();
        }
        CompletedCheckpointInfo info = shown.apply(known);
        if (!info.isDiscarded()) {
            return info;
        }
        // Flink's store marks an older checkpoint as discarded once it has the new one, and before
        // the coordinator reports that (StandaloneCompletedCheckpointStore, 1.20.5 and 2.3.0). The
        // writer sets storing, the mark, latest, and storing to null, all volatile and in this
        // order. So a reader that sees the mark finds a newer one in storing, or by now in latest;
        // if there is none, the checkpoint was discarded for another reason, the end of its job for
        // instance.
        CompletedCheckpointSnapshot next = storing;
        CompletedCheckpointSnapshot newest = next == null ? latest : next;
        return newest == null ? info : shown.apply(newest);
    }

    /** Returns when the newest was triggered, in epoch milliseconds; 0 if there is none. */
    long triggeredAt() {
        CompletedCheckpointSnapshot known = latest;
        return known == null ? 0 : known.triggeredAt();
    }

    /**
     * Looks up the newest in the completed store.
     *
     * @throws IllegalStateException if the store cannot be read
     */
    CompletedCheckpointInfo read(CheckpointCoordinator coordinator) {
        CompletedCheckpoint stored = latestIn(coordinator.getCheckpointStore());
        CompletedCheckpointSnapshot known = latest;
        if (stored != null && (known == null || known.id() != stored.getCheckpointID())) {
            latest = CompletedCheckpointSnapshot.of(stored);
        }
        return info();
    }

    private static @Nullable CompletedCheckpoint latestIn(CompletedCheckpointStore store) {
        try {
            return store.getLatestCheckpoint();
        } catch (Exception e) {
            throw new IllegalStateException("the completed checkpoints cannot be read", e);
        }
    }

    /** Called before a checkpoint is added to the completed store. */
    void storing(CompletedCheckpoint checkpoint) {
        storing = CompletedCheckpointSnapshot.of(checkpoint);
    }

    /** Called when the completed store has not taken that checkpoint. */
    void notStored() {
        storing = null;
    }

    /** Called when a checkpoint or a savepoint completes. */
    CompletedCheckpointSnapshot completed(CompletedCheckpoint checkpoint) {
        CompletedCheckpointSnapshot added = storing;
        CompletedCheckpointSnapshot completed =
                added != null && added.id() == checkpoint.getCheckpointID()
                        ? added
                        : CompletedCheckpointSnapshot.of(checkpoint);
        if (!checkpoint.getProperties().isSavepoint()) {
            latest = completed;
            storing = null;
        }
        return completed;
    }
}
