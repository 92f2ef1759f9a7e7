// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** The last checkpoint of a job that was stopped with it. */
public final class StopResult {

    private final long checkpointId;
    private final String externalPath;
    private final boolean drained;
    private final long triggeredAt;
    private final long completedAt;
    private final long duration;
    private final long stateSize;

    /** Creates the value; the path must not be null. */
    @ConstructorParameters({
        "checkpointId",
        "externalPath",
        "drained",
        "triggeredAt",
        "completedAt",
        "duration",
        "stateSize"
    })
    public StopResult(
            long checkpointId,
            String externalPath,
            boolean drained,
            long triggeredAt,
            long completedAt,
            long duration,
            long stateSize) {
        this.checkpointId = checkpointId;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.drained = drained;
        this.triggeredAt = triggeredAt;
        this.completedAt = completedAt;
        this.duration = duration;
        this.stateSize = stateSize;
    }

    /** Returns the snapshot's id; checkpoints and savepoints of a job share their numbers. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns the path to start the job from. */
    public String getExternalPath() {
        return externalPath;
    }

    /** Returns whether event time was ended. */
    public boolean isDrained() {
        return drained;
    }

    /** Returns when the snapshot was triggered, in epoch milliseconds. */
    public long getTriggeredAt() {
        return triggeredAt;
    }

    /** Returns when it completed, in epoch milliseconds. */
    public long getCompletedAt() {
        return completedAt;
    }

    /** Returns the time from the call until the job had finished, in milliseconds. */
    public long getDuration() {
        return duration;
    }

    /** Returns the size of the snapshot in bytes. */
    public long getStateSize() {
        return stateSize;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof StopResult)) {
            return false;
        }
        StopResult that = (StopResult) other;
        return checkpointId == that.checkpointId
                && externalPath.equals(that.externalPath)
                && drained == that.drained
                && triggeredAt == that.triggeredAt
                && completedAt == that.completedAt
                && duration == that.duration
                && stateSize == that.stateSize;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                checkpointId, externalPath, drained, triggeredAt, completedAt, duration, stateSize);
    }

    @Override
    public String toString() {
        return "StopResult{checkpointId="
                + checkpointId
                + ", externalPath="
                + externalPath
                + ", drained="
                + drained
                + ", triggeredAt="
                + triggeredAt
                + ", completedAt="
                + completedAt
                + ", duration="
                + duration
                + ", stateSize="
                + stateSize
                + "}";
    }
}
