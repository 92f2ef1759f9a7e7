// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Pin that keeps the files of one completed checkpoint. Immutable. */
public final class Pin {

    private final long checkpointId;
    private final String externalPath;
    private final long completedAt;
    private final long stateSize;
    private final long pinnedAt;
    private final String by;
    private final String reason;

    /**
     * @param externalPath where the checkpoint is
     * @param completedAt when it was complete, in epoch milliseconds
     * @param stateSize its full size in bytes, shared files included
     * @param pinnedAt in epoch milliseconds
     * @param by who pinned it
     */
    public Pin(
            long checkpointId,
            String externalPath,
            long completedAt,
            long stateSize,
            long pinnedAt,
            String by,
            String reason) {
        this.checkpointId = checkpointId;
        this.externalPath = externalPath;
        this.completedAt = completedAt;
        this.stateSize = stateSize;
        this.pinnedAt = pinnedAt;
        this.by = by;
        this.reason = reason;
    }

    public long checkpointId() {
        return checkpointId;
    }

    /** Returns the path to start a job from. */
    public String externalPath() {
        return externalPath;
    }

    /** Returns when the checkpoint was complete, in epoch milliseconds. */
    public long completedAt() {
        return completedAt;
    }

    /** Returns the checkpoint's full size in bytes, shared files included. */
    public long stateSize() {
        return stateSize;
    }

    /** Returns when it was pinned, in epoch milliseconds. */
    public long pinnedAt() {
        return pinnedAt;
    }

    /** Returns who pinned it. */
    public String by() {
        return by;
    }

    /** Returns why, empty if no reason was given. */
    public String reason() {
        return reason;
    }

    /** Returns the checkpoint's id and path, for messages. */
    @Override
    public String toString() {
        return "checkpoint " + checkpointId + " at " + externalPath;
    }
}
