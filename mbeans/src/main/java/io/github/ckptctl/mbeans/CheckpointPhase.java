// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Where a subtask stands in a checkpoint. */
public enum CheckpointPhase {
    /** No barrier has arrived: the records before it are not processed yet. */
    BARRIER,
    /** Some inputs' barriers have arrived, others have not. */
    ALIGNMENT,
    /** It takes the synchronous part of its snapshot: the task stands still. */
    SYNC,
    /** It writes the asynchronous part of its snapshot: mostly the upload. */
    ASYNC,
    /** It has told nothing, and no earlier checkpoint tells where it spends its time. */
    UNKNOWN
}
