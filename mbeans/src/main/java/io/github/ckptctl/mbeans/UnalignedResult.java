// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Result of enabling unaligned checkpoints, with the checkpoint that a restart restored. */
public final class UnalignedResult extends MBeanValue {

    private final boolean restarted;
    private final long revision;
    private final long checkpointId;
    private final String externalPath;
    private final long age;
    private final String reason;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({
        "restarted",
        "revision",
        "checkpointId",
        "externalPath",
        "age",
        "reason"
    })
    public UnalignedResult(
            boolean restarted,
            long revision,
            long checkpointId,
            String externalPath,
            long age,
            String reason) {
        this.restarted = restarted;
        this.revision = revision;
        this.checkpointId = checkpointId;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.age = age;
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns whether the job's tasks were restarted. */
    public boolean isRestarted() {
        return restarted;
    }

    /** Returns the revision of the settings. */
    public long getRevision() {
        return revision;
    }

    /** Returns the id of the checkpoint that the restart restored, -1 without a restart. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns its path, empty if there is none. */
    public String getExternalPath() {
        return externalPath;
    }

    /**
     * Returns the time since its completion in milliseconds, which is the time that the job
     * processes again; -1 without a restart.
     */
    public long getAge() {
        return age;
    }

    /** Returns why the tasks were restarted, or why no restart was needed. */
    public String getReason() {
        return reason;
    }
}
