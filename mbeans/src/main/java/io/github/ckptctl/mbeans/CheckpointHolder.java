// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Subtask that a checkpoint waits for, or waited for when it failed. */
public final class CheckpointHolder extends MBeanValue {

    private final String task;
    private final String vertexId;
    private final int subtask;
    private final String host;
    private final CheckpointPhase phase;
    private final long millis;
    private final String why;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({"task", "vertexId", "subtask", "host", "phase", "millis", "why"})
    public CheckpointHolder(
            String task,
            String vertexId,
            int subtask,
            String host,
            CheckpointPhase phase,
            long millis,
            String why) {
        this.task = Objects.requireNonNull(task, "task");
        this.vertexId = Objects.requireNonNull(vertexId, "vertexId");
        this.subtask = subtask;
        this.host = Objects.requireNonNull(host, "host");
        this.phase = Objects.requireNonNull(phase, "phase");
        this.millis = millis;
        this.why = Objects.requireNonNull(why, "why");
    }

    /** Returns the task's name. */
    public String getTask() {
        return task;
    }

    /** Returns the task's vertex id, 32 hexadecimal digits. */
    public String getVertexId() {
        return vertexId;
    }

    /** Returns the subtask, from 0, as in Flink's REST API. */
    public int getSubtask() {
        return subtask;
    }

    /** Returns the TaskManager's host, empty if it is not known. */
    public String getHost() {
        return host;
    }

    /** Returns the phase of the subtask, as far as it is known. */
    public CheckpointPhase getPhase() {
        return phase;
    }

    /**
     * Returns how long it has been, or was, in that phase, in milliseconds, -1 if that is not
     * known.
     */
    public long getMillis() {
        return millis;
    }

    /** Returns the evidence for the phase. */
    public String getWhy() {
        return why;
    }
}
