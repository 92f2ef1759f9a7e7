// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Completed checkpoint whose files stay until it is unpinned. */
public final class PinnedCheckpoint extends MBeanValue {

    private final long id;
    private final String externalPath;
    private final long completedAt;
    private final long stateSize;
    private final long pinnedAt;
    private final String by;
    private final String reason;
    private final boolean inStore;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({
        "id",
        "externalPath",
        "completedAt",
        "stateSize",
        "pinnedAt",
        "by",
        "reason",
        "inStore"
    })
    public PinnedCheckpoint(
            long id,
            String externalPath,
            long completedAt,
            long stateSize,
            long pinnedAt,
            String by,
            String reason,
            boolean inStore) {
        this.id = id;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.completedAt = completedAt;
        this.stateSize = stateSize;
        this.pinnedAt = pinnedAt;
        this.by = Objects.requireNonNull(by, "by");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.inStore = inStore;
    }

    /** Returns the checkpoint's id. */
    public long getId() {
        return id;
    }

    /** Returns the path to start a job from. */
    public String getExternalPath() {
        return externalPath;
    }

    /** Returns when the checkpoint was complete, in epoch milliseconds. */
    public long getCompletedAt() {
        return completedAt;
    }

    /** Returns its full size in bytes, including the files that it shares with others. */
    public long getStateSize() {
        return stateSize;
    }

    /** Returns when it was pinned, in epoch milliseconds. */
    public long getPinnedAt() {
        return pinnedAt;
    }

    /** Returns who pinned it. */
    public String getBy() {
        return by;
    }

    /** Returns why, empty if no reason was given. */
    public String getReason() {
        return reason;
    }

    /**
     * Returns whether Flink itself still retains it: false once newer checkpoints have taken its
     * place, so that only the pin keeps its files.
     */
    public boolean isInStore() {
        return inStore;
    }
}
