// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Progress of one task of a job in one checkpoint: the state of its subtasks, and the slowest
 * subtask of each phase.
 *
 * <p>Subtasks are numbered from 0, as in Flink's REST API; -1 means none. Durations are -1 if no
 * subtask has reported them.
 */
public final class TaskCheckpointInfo extends MBeanValue {

    private final String task;
    private final String vertexId;
    private final int acknowledged;
    private final int total;
    private final String missing;
    private final String phases;
    private final long duration;
    private final int slowestSubtask;
    private final long startDelay;
    private final int startDelaySubtask;
    private final long alignment;
    private final int alignmentSubtask;
    private final long sync;
    private final int syncSubtask;
    private final long async;
    private final int asyncSubtask;
    private final long processedInFlight;
    private final long persistedInFlight;
    private final long checkpointedSize;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({
        "task",
        "vertexId",
        "acknowledged",
        "total",
        "missing",
        "phases",
        "duration",
        "slowestSubtask",
        "startDelay",
        "startDelaySubtask",
        "alignment",
        "alignmentSubtask",
        "sync",
        "syncSubtask",
        "async",
        "asyncSubtask",
        "processedInFlight",
        "persistedInFlight",
        "checkpointedSize"
    })
    public TaskCheckpointInfo(
            String task,
            String vertexId,
            int acknowledged,
            int total,
            String missing,
            String phases,
            long duration,
            int slowestSubtask,
            long startDelay,
            int startDelaySubtask,
            long alignment,
            int alignmentSubtask,
            long sync,
            int syncSubtask,
            long async,
            int asyncSubtask,
            long processedInFlight,
            long persistedInFlight,
            long checkpointedSize) {
        this.task = Objects.requireNonNull(task, "task");
        this.vertexId = Objects.requireNonNull(vertexId, "vertexId");
        this.acknowledged = acknowledged;
        this.total = total;
        this.missing = Objects.requireNonNull(missing, "missing");
        this.phases = Objects.requireNonNull(phases, "phases");
        this.duration = duration;
        this.slowestSubtask = slowestSubtask;
        this.startDelay = startDelay;
        this.startDelaySubtask = startDelaySubtask;
        this.alignment = alignment;
        this.alignmentSubtask = alignmentSubtask;
        this.sync = sync;
        this.syncSubtask = syncSubtask;
        this.async = async;
        this.asyncSubtask = asyncSubtask;
        this.processedInFlight = processedInFlight;
        this.persistedInFlight = persistedInFlight;
        this.checkpointedSize = checkpointedSize;
    }

    /** Returns the task's name. */
    public String getTask() {
        return task;
    }

    /** Returns the task's vertex id, 32 hexadecimal digits. */
    public String getVertexId() {
        return vertexId;
    }

    /** Returns how many subtasks have acknowledged. */
    public int getAcknowledged() {
        return acknowledged;
    }

    /** Returns how many subtasks there are. */
    public int getTotal() {
        return total;
    }

    /** Returns the subtasks that have not acknowledged, at most ten of them, as text. */
    public String getMissing() {
        return missing;
    }

    /**
     * Returns where each subtask is, a letter for each in the order of their numbers: {@code K}
     * acknowledged; {@code W} waits, as subtasks of the tasks before it have not acknowledged;
     * otherwise, as far as it is known, the {@link CheckpointPhase} of a subtask that the
     * checkpoint waits for: {@code B} barrier, {@code A} alignment, {@code S} synchronous part,
     * {@code U} asynchronous part, mostly the upload, {@code ?} unknown.
     */
    public String getPhases() {
        return phases;
    }

    /** Returns the time from trigger to the last acknowledgement so far, in milliseconds. */
    public long getDuration() {
        return duration;
    }

    /** Returns the subtask whose acknowledgement came last. */
    public int getSlowestSubtask() {
        return slowestSubtask;
    }

    /** Returns the longest time from trigger to a subtask's first barrier, in milliseconds. */
    public long getStartDelay() {
        return startDelay;
    }

    /** Returns the subtask that waited longest for its first barrier. */
    public int getStartDelaySubtask() {
        return startDelaySubtask;
    }

    /** Returns the longest time from a subtask's first to its last barrier, in milliseconds. */
    public long getAlignment() {
        return alignment;
    }

    /** Returns the subtask that aligned longest. */
    public int getAlignmentSubtask() {
        return alignmentSubtask;
    }

    /**
     * Returns the longest synchronous part of a snapshot, in milliseconds; the task processes no
     * records meanwhile.
     */
    public long getSync() {
        return sync;
    }

    /** Returns the subtask with the longest synchronous part. */
    public int getSyncSubtask() {
        return syncSubtask;
    }

    /** Returns the longest asynchronous part of a snapshot, in milliseconds: mostly the upload. */
    public long getAsync() {
        return async;
    }

    /** Returns the subtask with the longest asynchronous part. */
    public int getAsyncSubtask() {
        return asyncSubtask;
    }

    /** Returns the bytes processed during alignment, of all subtasks. */
    public long getProcessedInFlight() {
        return processedInFlight;
    }

    /** Returns the bytes of in-flight data in the checkpoint, of all subtasks. */
    public long getPersistedInFlight() {
        return persistedInFlight;
    }

    /** Returns the bytes written, of all subtasks. */
    public long getCheckpointedSize() {
        return checkpointedSize;
    }
}
