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
 * A completed checkpoint, as far as it is shown. Keeps what Flink knows of it as plain data, not
 * the checkpoint itself with all its state handles.
 *
 * <p>Made on Flink's thread and with its lock held, so it takes only what the checkpoint alone
 * knows. What follows from the rest is worked out when somebody first asks for it, on any thread.
 * That is no later truth: every subtask has told its part by then, what one has told is never
 * another, and so whoever asks, and whenever, gets the same. Two who are the first at the same time
 * both make it.
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

    /** What is shown, null until somebody asks. */
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

    /** Returns the time from trigger to completion in milliseconds. */
    long duration() {
        return Math.max(0, completedAt - triggeredAt);
    }

    /**
     * Returns what is shown of it, but for what it survives, which is another's to tell. That it
     * was discarded is the one fact that changes.
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
     * Returns {@code CompletedCheckpoint.getStateSize}, of which the handles must be there. That
     * makes a stream for each operator; here is a plain loop over the same (1.18 to 2.3).
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

    /** Goes by the subtasks: the summary's type moved to another package in 2.3. */
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
