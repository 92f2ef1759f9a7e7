// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

/** What became of a checkpoint, in Flink's words. */
public enum CheckpointStatus {
    IN_PROGRESS,
    COMPLETED,
    FAILED
}
