// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** What becomes of the files of a checkpoint that is pinned no longer. */
public enum UnpinOutcome {
    /** Flink retains the checkpoint like any other, and deletes it in its time. */
    RETAINED,
    /** Flink had given the checkpoint up, and deletes now what no other checkpoint needs. */
    DELETED,
    /**
     * The files stay on storage: an earlier JobManager gave the checkpoint up, or the job has no
     * coordinator that could delete them.
     */
    LEFT
}
