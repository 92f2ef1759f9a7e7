// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.memory.NonPersistentMetadataCheckpointStorageLocation;
import org.jspecify.annotations.Nullable;

import java.util.function.ToLongFunction;

/**
 * Snapshot of a completed checkpoint, as far as it is shown. Holds what Flink knows of it as plain
 * data, not the checkpoint itself with all its state handles.
 *
 * <p>Created on Flink's thread and with its lock held, so it takes only what the checkpoint alone
 * knows. The rest is computed on the first request for it, on any thread. That gives no later
 * state: every subtask has reported its part by then, and what it has reported never changes, so
 * every caller gets the same result at any time. Two threads that are first at the same time both
 * compute it.
 */
final class CompletedCheckpointSnapshot {

    private static final long NOT_KNOWN = -1;

    private final long id;
    private final long triggeredAt;
    private final long completedAt;
    private final long stateSize;
    private final String path;
    private final CheckpointProperties properties;
    private final @Nullable CompletedCheckpointStats stats;

    /** The info that is shown, null until the first request for it. */
    private volatile @Nullable CompletedCheckpointInfo info;

    private CompletedCheckpointSnapshot(CompletedCheckpoint checkpoint) {
        this.id = checkpoint.getCheckpointID();
        this.triggeredAt = checkpoint.getTimestamp();
        this.completedAt = checkpoint.getCompletionTimestamp();
        this.stateSize = stateSize(checkpoint);
        this.path = path(checkpoint.getExternalPointer());
        this.properties = checkpoint.getProperties();
        this.stats = checkpoint.getStatistic();
    }

    static CompletedCheckpointSnapshot of(CompletedCheckpoint checkpoint) {
        return new CompletedCheckpointSnapshot(checkpoint);
    }

    /** Returns an empty path for a checkpoint that lies in the JobManager's memory. */
    private static String path(@Nullable String pointer) {
        return pointer == null
                        || pointer.equals(
                                NonPersistentMetadataCheckpointStorageLocation.EXTERNAL_POINTER)
                ? ""
                : pointer;
    }

    /** Returns the path to start a job from, empty where there is none. */
    String path() {
        return path;
    }

    CheckpointProperties properties() {
        return properties;
    }

    long id() {
        return id;
    }

    /** Returns when it was triggered, in epoch milliseconds. */
    long triggeredAt() {
        return triggeredAt;
    }

    /** Returns the time from trigger to completion in milliseconds. */
    long duration() {
        return Math.max(0, completedAt - triggeredAt);
    }

    /**
     * Returns the info that is shown, without the job ends that it survives, which the caller adds.
     * That it was discarded is the one fact that changes.
     */
    CompletedCheckpointInfo info() {
        CompletedCheckpointInfo known = info;
        if (known == null) {
            known = toInfo();
            info = known;
        }
        return stats == null || !stats.isDiscarded() ? known : known.asDiscarded();
    }

    private CompletedCheckpointInfo toInfo() {
        return new CompletedCheckpointInfo(
                id,
                path,
                properties.getCheckpointType().getName(),
                triggeredAt,
                completedAt,
                duration(),
                stateSize,
                stats == null ? NOT_KNOWN : stats.getCheckpointedSize(),
                stats == null ? NOT_KNOWN : stats.getProcessedData(),
                stats == null ? NOT_KNOWN : stats.getPersistedData(),
                longest(stats, SubtaskStateStats::getCheckpointStartDelay),
                longest(stats, SubtaskStateStats::getAlignmentDuration),
                false);
    }

    /**
     * Returns the value of {@code CompletedCheckpoint.getStateSize}, which needs the state handles.
     * That method creates a stream for each operator; this is a plain loop over the same (1.18 to
     * 2.3).
     */
    private static long stateSize(CompletedCheckpoint checkpoint) {
        long size = 0;
        for (OperatorState operator : checkpoint.getOperatorStates().values()) {
            size += sizeOf(operator.getCoordinatorState());
            for (OperatorSubtaskState subtask : operator.getStates()) {
                size += sizeOf(subtask);
            }
        }
        return size;
    }

    private static long sizeOf(@Nullable StateObject state) {
        return state == null ? 0 : state.getStateSize();
    }

    /**
     * Returns the longest phase, from the subtasks: the summary's type moved to another package in
     * 2.3.
     */
    private static long longest(
            @Nullable CompletedCheckpointStats stats, ToLongFunction<SubtaskStateStats> phase) {
        long longest = NOT_KNOWN;
        if (stats != null) {
            for (TaskStateStats task : stats.getAllTaskStateStats()) {
                for (SubtaskStateStats subtask : task.getSubtaskStats()) {
                    if (subtask != null) {
                        longest = Math.max(longest, phase.applyAsLong(subtask));
                    }
                }
            }
        }
        return longest;
    }
}
