// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

/** State or outcome of a checkpoint, in Flink's terms. */
public enum CheckpointStatus {
    IN_PROGRESS,
    COMPLETED,
    FAILED
}
