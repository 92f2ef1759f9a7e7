// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Arrays;
import java.util.Objects;

/**
 * Result of the check whether the processes of a job may be stopped now without losing a
 * checkpoint: nothing in flight, nothing that could complete, and a checkpoint that survives it.
 */
public final class SafeToKillResult extends MBeanValue {

    private final boolean safe;
    private final String reason;
    private final long checkpointId;
    private final String externalPath;
    private final long age;
    private final JobEnd[] survives;
    private final long pending;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({
        "safe",
        "reason",
        "checkpointId",
        "externalPath",
        "age",
        "survives",
        "pending"
    })
    public SafeToKillResult(
            boolean safe,
            String reason,
            long checkpointId,
            String externalPath,
            long age,
            JobEnd[] survives,
            long pending) {
        this.safe = safe;
        this.reason = Objects.requireNonNull(reason, "reason");
        this.checkpointId = checkpointId;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.age = age;
        this.survives = survives.clone();
        this.pending = pending;
    }

    /** Returns whether the processes may be stopped. */
    public boolean isSafe() {
        return safe;
    }

    /** Returns the reason. */
    public String getReason() {
        return reason;
    }

    /** Returns the newest completed checkpoint's id, -1 before the first. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns the path to restore from, empty if there is none. */
    public String getExternalPath() {
        return externalPath;
    }

    /** Returns the time since its completion in milliseconds, -1 before the first. */
    public long getAge() {
        return age;
    }

    /** Returns the ends after which a job can still be started from it, empty for none. */
    public JobEnd[] getSurvives() {
        return survives.clone();
    }

    /**
     * Returns whether it is retained when the job is cancelled: {@code survives} contains {@code
     * CANCEL}.
     */
    public boolean isRetainedOnCancellation() {
        return Arrays.asList(survives).contains(JobEnd.CANCEL);
    }

    /** Returns how many checkpoints and savepoints are in flight. */
    public long getPending() {
        return pending;
    }
}
