// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointsCleaner;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.state.SharedStateRegistry;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The parts of Flink that delete completed checkpoints, and those that know which files several of
 * them share. Names are those of flink-runtime 1.18.1 to 2.3.0. Immutable.
 */
final class PinInternals {

    static final String REGISTRY = "org.apache.flink.runtime.state.SharedStateRegistryImpl";

    private static final String ENTRY = REGISTRY + "$SharedStateEntry";
    private static final String CLEANER = FlinkInternals.CHECKPOINT + "CheckpointsCleaner";
    private static final Capability PINS = Capability.PINS;

    private final FieldAccessor<Map<?, ?>> registeredStates;
    private final FieldAccessor<Object> state;
    private final FieldAccessor<Long> lastUsedBy;
    private final MethodAccessor delete;
    private final FieldAccessor<CheckpointsCleaner> cleaner;
    private final FieldAccessor<Executor> executor;
    private final FieldAccessor<Object> lockOfCleaner;
    private final FieldAccessor<Collection<CompletedCheckpoint>> subsumed;

    PinInternals(MemberLookup search) {
        registeredStates = search.field(REGISTRY, "registeredStates", PINS);
        state = search.field(ENTRY, "stateHandle", PINS);
        lastUsedBy = search.field(ENTRY, "lastUsedCheckpointID", PINS);
        delete = search.method(REGISTRY, "scheduleAsyncDelete", 1, PINS);
        cleaner = search.field(FlinkInternals.COORDINATOR, "checkpointsCleaner", PINS);
        executor = search.field(FlinkInternals.COORDINATOR, "executor", PINS);
        lockOfCleaner = search.field(CLEANER, "lock", PINS);
        subsumed = search.field(CLEANER, "subsumedCheckpoints", PINS);
        search.method(CLEANER, "cleanCheckpoint", 4, PINS);
        search.method(FlinkInternals.PROPERTIES, "forUnclaimedSnapshot", 0, PINS);

        // instrumented, not read or called
        search.field(FlinkInternals.COMPLETED, "props", PINS);
        search.method(FlinkInternals.COMPLETED, "shouldBeDiscardedOnShutdown", 1, PINS);
        search.method(FlinkInternals.COMPLETED, "shouldBeDiscardedOnSubsume", 0, PINS);
    }

    /** Returns whether the files that checkpoints share can be kept in a registry. */
    boolean isKnown(SharedStateRegistry registry) {
        return registeredStates.isFieldOf(registry);
    }

    /**
     * Returns the handles of all shared files that a checkpoint or a later one uses, by identity,
     * as the registry passes them on for deletion.
     *
     * <p>For the newest checkpoint these are its own, and what one in flight has added so far. That
     * is more than need be for an older one, and never less: with several checkpoints in flight, a
     * file may have been registered by a later one first.
     */
    Set<Object> usedSince(long checkpointId, SharedStateRegistry registry) {
        Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<?, ?> entries = registeredStates.get(registry);
        // Flink's own monitor, held for one loop, as Flink does at every completion
        synchronized (entries) {
            for (Object entry : entries.values()) {
                if (lastUsedBy.getLong(entry) >= checkpointId) {
                    used.add(state.get(entry));
                }
            }
        }
        return used;
    }

    /** Deletes a shared file that a registry was kept from deleting, on Flink's own threads. */
    void delete(SharedStateRegistry registry, Object handle) {
        delete.call(registry, handle);
    }

    /**
     * Deletes the files of a checkpoint that it shares with none, on Flink's own threads; the
     * coordinator's lock is held. Leaves it to Flink where other checkpoints still need some of
     * them: Flink has not tried so far.
     */
    void delete(CheckpointCoordinator coordinator, CompletedCheckpoint checkpoint) {
        CheckpointsCleaner cleanerOfJob = cleaner.get(coordinator);
        synchronized (lockOfCleaner.get(cleanerOfJob)) {
            if (subsumed.get(cleanerOfJob).contains(checkpoint)) {
                return;
            }
        }
        cleanerOfJob.cleanCheckpoint(checkpoint, true, () -> {}, executor.get(coordinator));
    }
}
