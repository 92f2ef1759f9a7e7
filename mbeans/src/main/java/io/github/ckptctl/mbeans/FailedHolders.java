// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Subtasks that were failed because they held a checkpoint, and what their restart restores. */
public final class FailedHolders extends MBeanValue {

    private final long checkpointId;
    private final String[] tasks;
    private final CompletedCheckpointInfo restartsFrom;
    private final long age;
    private final String note;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({"checkpointId", "tasks", "restartsFrom", "age", "note"})
    public FailedHolders(
            long checkpointId,
            String[] tasks,
            CompletedCheckpointInfo restartsFrom,
            long age,
            String note) {
        this.checkpointId = checkpointId;
        this.tasks = tasks.clone();
        this.restartsFrom = Objects.requireNonNull(restartsFrom, "restartsFrom");
        this.age = age;
        this.note = Objects.requireNonNull(note, "note");
    }

    /** Returns the id of the checkpoint that they held. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns the failed subtasks by Flink's names, with their hosts. */
    public String[] getTasks() {
        return tasks.clone();
    }

    /**
     * Returns the checkpoint that the restart restores, or a later one that completed meanwhile; id
     * -1 if none has completed.
     */
    public CompletedCheckpointInfo getRestartsFrom() {
        return restartsFrom;
    }

    /**
     * Returns the time since its completion in milliseconds, which is the time that the job
     * processes again; -1 if none has completed.
     */
    public long getAge() {
        return age;
    }

    /** Returns what happens to the threads of the failed subtasks. */
    public String getNote() {
        return note;
    }
}
