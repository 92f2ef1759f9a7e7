// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Phase of a subtask in a checkpoint. */
public enum CheckpointPhase {
    /** No barrier has arrived: the records before it are not yet processed. */
    BARRIER,
    /** The barriers of some inputs have arrived, those of others have not. */
    ALIGNMENT,
    /** The synchronous part of its snapshot is running: the task does not process records. */
    SYNC,
    /** The asynchronous part of its snapshot is running: mostly the upload. */
    ASYNC,
    /** It has reported nothing, and no earlier checkpoint shows where it spends its time. */
    UNKNOWN
}
