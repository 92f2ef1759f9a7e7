// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Files of a job's pinned checkpoints, in one session of its JobMaster: which of them Flink was
 * kept from deleting.
 *
 * <p>Belongs to the shared state registry of the job's completed store, which the job's
 * coordinators use one after another. Outlives the job's control, since Flink deletes most when a
 * job ends. Thread-safe; its monitor is held for a look only, with no lock of Flink's acquired
 * inside.
 */
final class PinnedFiles {

    private final Map<Long, Held> held = new HashMap<>();

    /** The shared files that Flink was kept from deleting, by identity. */
    private final Set<Object> withheld = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether nothing is pinned: the answer for nearly every job, without the monitor. */
    private volatile boolean isEmpty = true;

    /** Returns whether nothing is kept. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** Returns whether a checkpoint of the job is kept. */
    boolean isKept(long checkpointId) {
        if (isEmpty) {
            return false;
        }
        synchronized (this) {
            return held.containsKey(checkpointId);
        }
    }

    /** Returns whether a kept checkpoint is still in Flink's store. */
    synchronized boolean isInStore(long checkpointId) {
        Held checkpoint = held.get(checkpointId);
        return checkpoint != null && checkpoint.inStore;
    }

    /** Keeps a checkpoint that is in the store; the coordinator's lock is held. */
    void keep(CompletedCheckpoint checkpoint, SharedStateRegistry registry, PinInternals parts) {
        long id = checkpoint.getCheckpointID();
        if (isKept(id)) {
            return;
        }
        Set<Object> shared = parts.usedSince(id, registry);
        synchronized (this) {
            held.putIfAbsent(id, new Held(checkpoint, shared));
            isEmpty = false;
        }
    }

    /**
     * Keeps what Flink could still delete of a checkpoint that an earlier JobManager has kept: the
     * shared files that this one has found, whichever of its checkpoints uses them.
     */
    void adopt(long checkpointId, SharedStateRegistry registry, PinInternals parts) {
        if (isKept(checkpointId)) {
            return;
        }
        Set<Object> shared = parts.usedSince(0, registry);
        synchronized (this) {
            held.putIfAbsent(checkpointId, new Held(null, shared));
            isEmpty = false;
        }
    }

    /** Takes over which of the kept checkpoints are in the store. */
    synchronized void inStore(Iterable<CompletedCheckpoint> stored) {
        for (CompletedCheckpoint checkpoint : stored) {
            Held known = held.get(checkpoint.getCheckpointID());
            if (known != null) {
                known.checkpoint = checkpoint;
                known.inStore = true;
            }
        }
    }

    /** Called when Flink asks whether to delete a checkpoint that its store has given up. */
    synchronized void givenUp(CompletedCheckpoint checkpoint) {
        Held known = held.get(checkpoint.getCheckpointID());
        if (known != null) {
            known.checkpoint = checkpoint;
            known.inStore = false;
        }
    }

    /** Returns whether a shared file must stay, which Flink is about to delete. */
    boolean withholds(Object state) {
        if (isEmpty) {
            return false;
        }
        synchronized (this) {
            boolean isNeeded = isNeeded(state);
            if (isNeeded) {
                withheld.add(state);
            }
            return isNeeded;
        }
    }

    private boolean isNeeded(Object state) {
        return held.values().stream().anyMatch(checkpoint -> checkpoint.shared.contains(state));
    }

    /** Ends the keeping of a checkpoint; null if it is not kept. */
    synchronized @Nullable Released release(long checkpointId) {
        Held checkpoint = held.remove(checkpointId);
        if (checkpoint == null) {
            return null;
        }
        Set<Object> unneeded = Collections.newSetFromMap(new IdentityHashMap<>());
        unneeded.addAll(withheld);
        unneeded.removeIf(this::isNeeded);
        withheld.removeAll(unneeded);
        isEmpty = held.isEmpty();
        return new Released(checkpoint.checkpoint, unneeded);
    }

    /** A checkpoint that is kept. */
    private static final class Held {

        /** Null if only an earlier JobManager has seen it. */
        @Nullable CompletedCheckpoint checkpoint;

        boolean inStore;
        final Set<Object> shared;

        Held(@Nullable CompletedCheckpoint checkpoint, Set<Object> shared) {
            this.checkpoint = checkpoint;
            this.inStore = checkpoint != null;
            this.shared = shared;
        }
    }

    /** A checkpoint that is kept no longer. */
    static final class Released {

        private final @Nullable CompletedCheckpoint checkpoint;
        private final Set<Object> shared;

        private Released(@Nullable CompletedCheckpoint checkpoint, Set<Object> shared) {
            this.checkpoint = checkpoint;
            this.shared = shared;
        }

        /** Returns the checkpoint, null if only an earlier JobManager has seen it. */
        @Nullable CompletedCheckpoint checkpoint() {
            return checkpoint;
        }

        /** Returns the shared files that Flink was kept from deleting, and may delete now. */
        Set<Object> shared() {
            return shared;
        }
    }
}
