// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.jspecify.annotations.Nullable;

import java.util.function.ToLongFunction;

/**
 * A completed checkpoint, as far as it is shown. Keeps Flink's statistics of it (plain data) for
 * the one fact that changes later, not the checkpoint itself with all its state handles.
 */
final class LatestCheckpoint {

    private static final long NOT_KNOWN = -1;

    private final CompletedCheckpointInfo info;
    private final @Nullable CompletedCheckpointStats stats;
    private final boolean retained;

    private LatestCheckpoint(
            CompletedCheckpointInfo info,
            @Nullable CompletedCheckpointStats stats,
            boolean retained) {
        this.info = info;
        this.stats = stats;
        this.retained = retained;
    }

    static LatestCheckpoint of(CompletedCheckpoint checkpoint, FlinkParts parts) {
        CompletedCheckpointStats stats = checkpoint.getStatistic();
        String path = checkpoint.getExternalPointer();
        long triggeredAt = checkpoint.getTimestamp();
        long completedAt = checkpoint.getCompletionTimestamp();
        return new LatestCheckpoint(
                new CompletedCheckpointInfo(
                        checkpoint.getCheckpointID(),
                        path == null ? "" : path,
                        checkpoint.getProperties().getCheckpointType().getName(),
                        triggeredAt,
                        completedAt,
                        Math.max(0, completedAt - triggeredAt),
                        checkpoint.getStateSize(),
                        stats == null ? NOT_KNOWN : stats.getCheckpointedSize(),
                        stats == null ? NOT_KNOWN : stats.getProcessedData(),
                        stats == null ? NOT_KNOWN : stats.getPersistedData(),
                        longest(stats, SubtaskStateStats::getCheckpointStartDelay),
                        longest(stats, SubtaskStateStats::getAlignmentDuration),
                        false),
                stats,
                isRetained(checkpoint, parts));
    }

    private static boolean isRetained(CompletedCheckpoint checkpoint, FlinkParts parts) {
        return parts.isDiscardedOnCancellation.isFound()
                && Boolean.FALSE.equals(
                        parts.isDiscardedOnCancellation.call(checkpoint.getProperties()));
    }

    /** Tells whether it is kept when the job is cancelled. */
    boolean isRetained() {
        return retained;
    }

    long id() {
        return info.getId();
    }

    CompletedCheckpointInfo info() {
        return stats == null || !stats.isDiscarded() ? info : info.asDiscarded();
    }

    /**
     * Goes by the subtasks: the summary's type moved to another package in 2.3. On Flink's thread
     * and with its lock, so a plain loop: it allocates nothing however many subtasks there are.
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
