// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Last checkpoint of a job that was stopped with it. */
public final class StopResult extends MBeanValue {

    private final long checkpointId;
    private final String externalPath;
    private final boolean drained;
    private final long triggeredAt;
    private final long completedAt;
    private final long duration;
    private final long stateSize;
    private final String claimModeOption;
    private final String[] claimModes;
    private final JobEnd[] survives;

    /** Creates the value; no argument may be null. */
    @ConstructorParameters({
        "checkpointId",
        "externalPath",
        "drained",
        "triggeredAt",
        "completedAt",
        "duration",
        "stateSize",
        "claimModeOption",
        "claimModes",
        "survives"
    })
    public StopResult(
            long checkpointId,
            String externalPath,
            boolean drained,
            long triggeredAt,
            long completedAt,
            long duration,
            long stateSize,
            String claimModeOption,
            String[] claimModes,
            JobEnd... survives) {
        this.checkpointId = checkpointId;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.drained = drained;
        this.triggeredAt = triggeredAt;
        this.completedAt = completedAt;
        this.duration = duration;
        this.stateSize = stateSize;
        this.claimModeOption = Objects.requireNonNull(claimModeOption, "claimModeOption");
        this.claimModes = claimModes.clone();
        this.survives = survives.clone();
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

    /**
     * Returns the name of Flink's option that defines who owns the snapshot when a job is started
     * from it, {@code execution.state-recovery.claim-mode} for example.
     */
    public String getClaimModeOption() {
        return claimModeOption;
    }

    /**
     * Returns the values of that option with which the job can be started, the preferred one first:
     * {@code NO_CLAIM}, Flink's default, with which Flink does not delete the snapshot, and mostly
     * {@code CLAIM}; {@code CLAIM} alone for a job with the changelog state backend. With any other
     * value the started job may take no checkpoints, or none that can be restored.
     */
    public String[] getClaimModes() {
        return claimModes.clone();
    }

    /**
     * Returns the ends after which a job can still be started from it: all, as Flink never deletes
     * it.
     */
    public JobEnd[] getSurvives() {
        return survives.clone();
    }
}
