// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of a snapshot that the first checkpoint after a start may share.
 *
 * <p>The tasks of a job that is started in claim mode {@code CLAIM} continue from the snapshot's
 * files in their first incremental checkpoint. Flink before FLINK-39964 writes the name of such a
 * file into the checkpoint's metadata without its directory, and looks for it in the checkpoint's
 * own directory when it restores. It does so for files that the snapshot itself names like that;
 * those that the snapshot names by their whole path are found.
 *
 * <p>With the changelog state backend the first checkpoints retain all of the snapshot's files,
 * until the tasks materialize their state. Its snapshot is that of the state backend below it, in a
 * handle of the changelog's. Without that handle, Flink gives all files their whole path when it
 * restores, as it does for a job that turns the changelog on ({@code
 * ChangelogStateBackendHandleImpl.castToAbsolutePath}, 1.18 to 2.3).
 */
final class SnapshotFiles {

    private SnapshotFiles() {}

    /**
     * Gives the files that can be shared their whole path, in a snapshot whose metadata is not
     * written yet.
     *
     * @return whether every file that may be shared has its whole path
     */
    static boolean makeAbsolute(Collection<OperatorState> operators) {
        boolean all = true;
        for (OperatorState operator : operators) {
            Map<Integer, OperatorSubtaskState> subtasks =
                    new HashMap<>(operator.getSubtaskStates());
            for (Map.Entry<Integer, OperatorSubtaskState> subtask : subtasks.entrySet()) {
                Collection<KeyedStateHandle> states = subtask.getValue().getManagedKeyedState();
                if (states.stream().anyMatch(SnapshotFiles::isWholeBelowTheChangelog)) {
                    states =
                            states.stream()
                                    .flatMap(SnapshotFiles::belowTheChangelog)
                                    .collect(Collectors.toList());
                    operator.putState(
                            subtask.getKey(),
                            subtask.getValue().toBuilder()
                                    .setManagedKeyedState(new StateObjectCollection<>(states))
                                    .build());
                }
                for (KeyedStateHandle state : states) {
                    all &= makeAbsolute(state);
                }
            }
        }
        return all;
    }

    /**
     * Returns whether every file that may be shared has its whole path, in a snapshot that is to
     * stay as it is: one whose files are named by their place in it can be moved.
     */
    static boolean areAbsolute(Collection<OperatorState> operators) {
        return operators.stream()
                .flatMap(operator -> operator.getStates().stream())
                .flatMap(subtask -> subtask.getManagedKeyedState().stream())
                .allMatch(SnapshotFiles::isAbsolute);
    }

    private static boolean isAbsolute(KeyedStateHandle state) {
        return state instanceof IncrementalRemoteKeyedStateHandle
                ? ((IncrementalRemoteKeyedStateHandle) state)
                        .getSharedState().stream()
                                .noneMatch(
                                        file -> file.getHandle() instanceof RelativeFileStateHandle)
                : state instanceof KeyGroupsStateHandle;
    }

    private static boolean isWholeBelowTheChangelog(KeyedStateHandle state) {
        return state instanceof ChangelogStateBackendHandle
                && ((ChangelogStateBackendHandle) state).getNonMaterializedStateHandles().isEmpty();
    }

    private static Stream<KeyedStateHandle> belowTheChangelog(KeyedStateHandle state) {
        return isWholeBelowTheChangelog(state)
                ? ((ChangelogStateBackendHandle) state).getMaterializedStateHandles().stream()
                : Stream.of(state);
    }

    private static boolean makeAbsolute(KeyedStateHandle state) {
        if (state instanceof IncrementalRemoteKeyedStateHandle) {
            ((IncrementalRemoteKeyedStateHandle) state)
                    .getSharedState()
                    .forEach(SnapshotFiles::makeAbsolute);
            return true;
        }
        // of one checkpoint alone; what the changelog itself holds is kept for others
        return state instanceof KeyGroupsStateHandle;
    }

    private static void makeAbsolute(HandleAndLocalPath file) {
        StreamStateHandle handle = file.getHandle();
        if (handle instanceof RelativeFileStateHandle) {
            FileStateHandle relative = (FileStateHandle) handle;
            file.replaceHandle(
                    new FileStateHandle(relative.getFilePath(), relative.getStateSize()));
        }
    }
}
