// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.jspecify.annotations.Nullable;

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
        if (stats == null || !stats.isDiscarded()) {
            return info;
        }
        return new CompletedCheckpointInfo(
                info.getId(),
                info.getExternalPath(),
                info.getKind(),
                info.getTriggeredAt(),
                info.getCompletedAt(),
                info.getDuration(),
                info.getStateSize(),
                info.getCheckpointedSize(),
                info.getProcessedInFlight(),
                info.getPersistedInFlight(),
                true);
    }
}
