// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.UnpinOutcome;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pins of the completed checkpoints of one coordinator.
 *
 * <p>Flink gives a pinned checkpoint up like any other, so that its store, its high-availability
 * data and its restarts are those of stock Flink; only its files stay. Those it shares with no
 * other checkpoint stay because {@code shouldBeDiscardedOnSubsume} and {@code …OnShutdown} say so,
 * shared ones because the registry is kept from deleting them ({@link PinnedFiles}).
 */
final class CoordinatorPins implements PinKeeper {

    /** Files that the TaskManagers merge, and delete themselves (1.20 on). */
    private static final String MERGED = "org.apache.flink.runtime.state.filemerging.";

    private final Supplier<@Nullable CheckpointCoordinator> reference;
    private final Object lock;
    private final PinInternals parts;
    private final PinnedFiles files;
    private final Function<CompletedCheckpoint, CompletedCheckpointInfo> shown;

    /**
     * @param reference returns the coordinator, null once it is collected
     * @param lock the coordinator's lock
     * @param files the files that are kept of this job
     * @param shown returns a checkpoint as it is shown
     */
    CoordinatorPins(
            Supplier<@Nullable CheckpointCoordinator> reference,
            Object lock,
            PinInternals parts,
            PinnedFiles files,
            Function<CompletedCheckpoint, CompletedCheckpointInfo> shown) {
        this.reference = reference;
        this.lock = lock;
        this.parts = parts;
        this.files = files;
        this.shown = shown;
    }

    @Override
    public CompletedCheckpointInfo keep(long checkpointId) {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            throw new IllegalStateException("the job's execution graph is gone");
        }
        synchronized (lock) {
            if (coordinator.isShutdown()) {
                throw new IllegalStateException("the job has ended");
            }
            CompletedCheckpointStore store = coordinator.getCheckpointStore();
            CompletedCheckpoint checkpoint = find(checkpointId, all(store));
            requireFiles(checkpoint, store.getSharedStateRegistry());
            files.keep(checkpoint, store.getSharedStateRegistry(), parts);
            return shown.apply(checkpoint);
        }
    }

    private static CompletedCheckpoint find(long id, List<CompletedCheckpoint> all) {
        if (all.isEmpty()) {
            throw new IllegalStateException("no checkpoint has completed yet");
        }
        if (id == NEWEST) {
            return all.get(all.size() - 1);
        }
        return all.stream()
                .filter(checkpoint -> checkpoint.getCheckpointID() == id)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "checkpoint "
                                                + id
                                                + " is none that Flink retains; it retains "
                                                + all.stream()
                                                        .map(CompletedCheckpoint::getCheckpointID)
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", "))));
    }

    private void requireFiles(CompletedCheckpoint checkpoint, SharedStateRegistry registry) {
        String which = "checkpoint " + checkpoint.getCheckpointID();
        if (checkpoint.getProperties().isSavepoint()) {
            throw new IllegalStateException(
                    which
                            + " is a savepoint, or what the job was started from: Flink never"
                            + " deletes it, so there is nothing to pin");
        }
        if (CompletedCheckpointSnapshot.of(checkpoint).path().isEmpty()) {
            throw new IllegalStateException(
                    which
                            + " is in the JobManager's memory and has no path; a job must be"
                            + " submitted with execution.checkpointing.storage: filesystem");
        }
        if (!parts.isKnown(registry)) {
            throw new UnsupportedOperationException(
                    "shared files are deleted by "
                            + registry.getClass().getName()
                            + ", which is not known to keep any");
        }
        if (isMerged(checkpoint)
                || parts.usedSince(checkpoint.getCheckpointID(), registry).stream()
                        .anyMatch(CoordinatorPins::isMerged)) {
            throw new UnsupportedOperationException(
                    "the job merges files (execution.checkpointing.file-merging.enabled), which the"
                            + " TaskManagers delete themselves; take a savepoint instead");
        }
    }

    private static boolean isMerged(CompletedCheckpoint checkpoint) {
        return checkpoint.getOperatorStates().values().stream()
                .map(OperatorState::getStates)
                .flatMap(Collection::stream)
                .flatMap(CoordinatorPins::handles)
                .anyMatch(CoordinatorPins::isMerged);
    }

    private static Stream<Object> handles(OperatorSubtaskState subtask) {
        Stream<Object> keyed =
                Stream.concat(
                                subtask.getManagedKeyedState().stream(),
                                subtask.getRawKeyedState().stream())
                        .map(CoordinatorPins::content);
        Stream<Object> operators =
                Stream.concat(
                                subtask.getManagedOperatorState().stream(),
                                subtask.getRawOperatorState().stream())
                        .map(OperatorStateHandle::getDelegateStateHandle);
        return Stream.concat(keyed, operators);
    }

    private static Object content(KeyedStateHandle state) {
        return state instanceof KeyGroupsStateHandle
                ? ((KeyGroupsStateHandle) state).getDelegateStateHandle()
                : state;
    }

    private static boolean isMerged(Object handle) {
        return handle.getClass().getName().startsWith(MERGED);
    }

    /**
     * Returns the registry of a store, null if it does not return one. It may be one of another
     * high availability service than Flink's.
     */
    static @Nullable SharedStateRegistry registryOf(CompletedCheckpointStore store) {
        try {
            return store.getSharedStateRegistry();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    @Override
    public void adopt(Collection<Long> checkpointIds) {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null || checkpointIds.isEmpty()) {
            return;
        }
        SharedStateRegistry registry = registryOf(coordinator.getCheckpointStore());
        if (registry != null && parts.isKnown(registry)) {
            checkpointIds.forEach(id -> files.adopt(id, registry, parts));
        }
    }

    /** Takes over which checkpoints are in the store; the coordinator's lock is held. */
    void look(CheckpointCoordinator coordinator) {
        if (!files.isEmpty()) {
            files.inStore(all(coordinator.getCheckpointStore()));
        }
    }

    @Override
    public boolean isInStore(long checkpointId) {
        return files.isInStore(checkpointId);
    }

    /** Returns the files that are kept of the job. */
    PinnedFiles files() {
        return files;
    }

    /** Returns whether a checkpoint is kept. */
    boolean isKept(long checkpointId) {
        return files.isKept(checkpointId);
    }

    @Override
    public UnpinOutcome release(long checkpointId) {
        CheckpointCoordinator coordinator = reference.get();
        synchronized (lock) {
            PinnedFiles.Released released = files.release(checkpointId);
            if (released == null || coordinator == null || coordinator.isShutdown()) {
                return UnpinOutcome.LEFT;
            }
            CompletedCheckpointStore store = coordinator.getCheckpointStore();
            released.shared().forEach(file -> parts.delete(store.getSharedStateRegistry(), file));
            if (all(store).stream().anyMatch(stored -> stored.getCheckpointID() == checkpointId)) {
                return UnpinOutcome.RETAINED;
            }
            CompletedCheckpoint checkpoint = released.checkpoint();
            if (checkpoint == null) {
                return UnpinOutcome.LEFT;
            }
            parts.delete(coordinator, checkpoint);
            return UnpinOutcome.DELETED;
        }
    }

    private static List<CompletedCheckpoint> all(CompletedCheckpointStore store) {
        try {
            return store.getAllCheckpoints();
        } catch (Exception e) {
            throw new IllegalStateException("the completed checkpoints cannot be read", e);
        }
    }
}
