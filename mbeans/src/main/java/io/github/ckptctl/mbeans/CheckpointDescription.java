// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Description of one pending or recent checkpoint or savepoint, task by task, from Flink's
 * statistics.
 */
public final class CheckpointDescription extends MBeanValue {

    private final long id;
    private final String kind;
    private final String status;
    private final String failure;
    private final long triggeredAt;
    private final long duration;
    private final int acknowledged;
    private final int total;
    private final boolean unaligned;
    private final long startDelay;
    private final long alignment;
    private final long sync;
    private final long async;
    private final long processedInFlight;
    private final long persistedInFlight;
    private final long stateSize;
    private final long checkpointedSize;
    private final String slowest;
    private final TaskCheckpointInfo[] tasks;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({
        "id",
        "kind",
        "status",
        "failure",
        "triggeredAt",
        "duration",
        "acknowledged",
        "total",
        "unaligned",
        "startDelay",
        "alignment",
        "sync",
        "async",
        "processedInFlight",
        "persistedInFlight",
        "stateSize",
        "checkpointedSize",
        "slowest",
        "tasks"
    })
    public CheckpointDescription(
            long id,
            String kind,
            String status,
            String failure,
            long triggeredAt,
            long duration,
            int acknowledged,
            int total,
            boolean unaligned,
            long startDelay,
            long alignment,
            long sync,
            long async,
            long processedInFlight,
            long persistedInFlight,
            long stateSize,
            long checkpointedSize,
            String slowest,
            TaskCheckpointInfo[] tasks) {
        this.id = id;
        this.kind = Objects.requireNonNull(kind, "kind");
        this.status = Objects.requireNonNull(status, "status");
        this.failure = Objects.requireNonNull(failure, "failure");
        this.triggeredAt = triggeredAt;
        this.duration = duration;
        this.acknowledged = acknowledged;
        this.total = total;
        this.unaligned = unaligned;
        this.startDelay = startDelay;
        this.alignment = alignment;
        this.sync = sync;
        this.async = async;
        this.processedInFlight = processedInFlight;
        this.persistedInFlight = persistedInFlight;
        this.stateSize = stateSize;
        this.checkpointedSize = checkpointedSize;
        this.slowest = Objects.requireNonNull(slowest, "slowest");
        this.tasks = tasks.clone();
    }

    /** Returns the checkpoint's id. */
    public long getId() {
        return id;
    }

    /** Returns Flink's name of the snapshot's type. */
    public String getKind() {
        return kind;
    }

    /**
     * Returns Flink's name of its status: {@code IN_PROGRESS}, {@code COMPLETED} or {@code FAILED}.
     */
    public String getStatus() {
        return status;
    }

    /** Returns why it failed, empty if it did not. */
    public String getFailure() {
        return failure;
    }

    /** Returns when it was triggered, in epoch milliseconds. */
    public long getTriggeredAt() {
        return triggeredAt;
    }

    /** Returns the time from trigger to its end, or to now, in milliseconds. */
    public long getDuration() {
        return duration;
    }

    /** Returns how many subtasks have acknowledged. */
    public int getAcknowledged() {
        return acknowledged;
    }

    /** Returns how many subtasks must acknowledge. */
    public int getTotal() {
        return total;
    }

    /** Returns whether any subtask took it unaligned. */
    public boolean isUnaligned() {
        return unaligned;
    }

    /**
     * Returns the longest time from trigger to a subtask's first barrier, in milliseconds, -1 if no
     * subtask has reported it.
     */
    public long getStartDelay() {
        return startDelay;
    }

    /** Returns the longest alignment of a subtask, in milliseconds, -1 if none has reported it. */
    public long getAlignment() {
        return alignment;
    }

    /** Returns the longest synchronous part, in milliseconds, -1 if no subtask has reported it. */
    public long getSync() {
        return sync;
    }

    /** Returns the longest asynchronous part, in milliseconds, -1 if no subtask has reported it. */
    public long getAsync() {
        return async;
    }

    /** Returns the bytes processed during alignment. */
    public long getProcessedInFlight() {
        return processedInFlight;
    }

    /** Returns the bytes of in-flight data in the checkpoint. */
    public long getPersistedInFlight() {
        return persistedInFlight;
    }

    /** Returns the size of the full state in bytes. */
    public long getStateSize() {
        return stateSize;
    }

    /** Returns the bytes written for this checkpoint. */
    public long getCheckpointedSize() {
        return checkpointedSize;
    }

    /**
     * Returns the subtask whose acknowledgement came last, with its task, empty before the first.
     */
    public String getSlowest() {
        return slowest;
    }

    /** Returns the tasks, sources first. */
    public TaskCheckpointInfo[] getTasks() {
        return tasks.clone();
    }
}
