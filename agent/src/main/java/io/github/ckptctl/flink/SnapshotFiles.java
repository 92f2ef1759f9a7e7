// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

import java.util.Collection;

/**
 * The files of a snapshot that the first checkpoint after a start may share.
 *
 * <p>The tasks of a job that is started in claim mode {@code CLAIM} go on from the snapshot's files
 * in their first incremental checkpoint. Flink before FLINK-39964 writes the name of such a file
 * into the checkpoint's metadata without its directory, and looks for it in the checkpoint's own
 * directory when it restores. It does so for files that the snapshot itself names like that; those
 * that the snapshot names by their whole path are found.
 */
final class SnapshotFiles {

    private SnapshotFiles() {}

    /**
     * Gives the files that can be shared their whole path, in a snapshot whose metadata is not
     * written yet.
     *
     * @return whether no file is left that may be shared and has none
     */
    static boolean makeAbsolute(Collection<OperatorState> operators) {
        boolean all = true;
        for (OperatorState operator : operators) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (KeyedStateHandle state : subtask.getManagedKeyedState()) {
                    all &= makeAbsolute(state);
                }
            }
        }
        return all;
    }

    private static boolean makeAbsolute(KeyedStateHandle state) {
        if (state instanceof IncrementalRemoteKeyedStateHandle) {
            ((IncrementalRemoteKeyedStateHandle) state)
                    .getSharedState()
                    .forEach(SnapshotFiles::makeAbsolute);
            return true;
        }
        // of one checkpoint alone; what the changelog holds may be kept for others as a whole
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
