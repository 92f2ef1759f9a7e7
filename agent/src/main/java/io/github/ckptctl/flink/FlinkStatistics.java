// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.CheckpointCounts;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.SubtaskDetail;
import io.github.ckptctl.control.model.TaskDetail;
import io.github.ckptctl.control.operation.RestoreTracker;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.CheckpointStatsHistory;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.taskmanager.TaskManagerLocation;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reader of Flink's checkpoint statistics. Never waits: while another thread holds the tracker's
 * lock, {@code createSnapshot} returns the previous snapshot, which is good enough here.
 */
final class FlinkStatistics {

    private final FlinkInternals parts;
    private volatile CheckpointCounts lastCounts = CheckpointCounts.ZERO;

    FlinkStatistics(FlinkInternals parts) {
        this.parts = parts;
    }

    /**
     * Returns the tracker's own counters, not its snapshot's; without a tracker the last known
     * ones.
     */
    CheckpointCounts counts(@Nullable CheckpointCoordinator coordinator) {
        Object tracker = coordinator == null ? null : parts.statsTracker.get(coordinator);
        if (tracker != null && parts.statsCounts.isFieldOf(tracker)) {
            CheckpointStatsCounts counts = parts.statsCounts.get(tracker);
            lastCounts =
                    new CheckpointCounts(
                            counts.getTotalNumberOfCheckpoints(),
                            counts.getNumberOfInProgressCheckpoints(),
                            counts.getNumberOfCompletedCheckpoints(),
                            counts.getNumberOfFailedCheckpoints(),
                            counts.getNumberOfRestoredCheckpoints());
        }
        return lastCounts;
    }

    FailedCheckpointInfo latestFailed(CheckpointCoordinator coordinator) {
        FailedCheckpointStats failed = history(coordinator).getLatestFailedCheckpoint();
        return failed == null
                ? FailedCheckpointInfo.none()
                : new FailedCheckpointInfo(
                        failed.getCheckpointId(),
                        failed.getTriggerTimestamp(),
                        failed.getFailureTimestamp(),
                        failureOf(failed));
    }

    List<Long> recent(CheckpointCoordinator coordinator) {
        return history(coordinator).getCheckpoints().stream()
                .map(AbstractCheckpointStats::getCheckpointId)
                .sorted((a, b) -> Long.compare(b, a))
                .collect(Collectors.toList());
    }

    Optional<CheckpointDetail> detail(CheckpointCoordinator coordinator, long checkpointId) {
        AbstractCheckpointStats stats = history(coordinator).getCheckpointById(checkpointId);
        if (stats == null) {
            return Optional.empty();
        }
        boolean inProgress = stats.getStatus().name().equals(CheckpointDetail.IN_PROGRESS);
        long age = Math.max(0, System.currentTimeMillis() - stats.getTriggerTimestamp());
        return Optional.of(
                new CheckpointDetail(
                        checkpointId,
                        stats.getProperties().getCheckpointType().getName(),
                        stats.getProperties().isSavepoint(),
                        stats.getStatus().name(),
                        failureOf(stats),
                        stats.getTriggerTimestamp(),
                        inProgress ? age : stats.getEndToEndDuration(),
                        stats.isUnalignedCheckpoint(),
                        stats.getStateSize(),
                        tasks(coordinator, stats)));
    }

    /** Passes on the newest restore, with the checkpoints completed since that Flink retains. */
    void adoptRestore(CheckpointCoordinator coordinator, RestoreTracker restores) {
        CheckpointStatsSnapshot snapshot = snapshot(coordinator);
        RestoredCheckpointStats restored = snapshot.getLatestRestoredCheckpoint();
        if (restored != null) {
            long since =
                    snapshot.getHistory().getCheckpoints().stream()
                            .filter(stats -> stats instanceof CompletedCheckpointStats)
                            .filter(stats -> !stats.getProperties().isSavepoint())
                            .filter(
                                    stats ->
                                            stats.getTriggerTimestamp()
                                                    >= restored.getRestoreTimestamp())
                            .count();
            restores.adopt(restored.getCheckpointId(), restored.getRestoreTimestamp(), since);
        }
    }

    private CheckpointStatsHistory history(CheckpointCoordinator coordinator) {
        return snapshot(coordinator).getHistory();
    }

    private CheckpointStatsSnapshot snapshot(CheckpointCoordinator coordinator) {
        Object tracker = parts.statsTracker.get(coordinator);
        return (CheckpointStatsSnapshot) parts.createSnapshot.call(tracker);
    }

    private static String failureOf(AbstractCheckpointStats stats) {
        String message =
                stats instanceof FailedCheckpointStats
                        ? ((FailedCheckpointStats) stats).getFailureMessage()
                        : null;
        return message == null ? "" : message;
    }

    /**
     * Returns the tasks in the graph's order, sources first; those that the graph does not know
     * come last.
     */
    private List<TaskDetail> tasks(
            CheckpointCoordinator coordinator, AbstractCheckpointStats stats) {
        List<TaskDetail> tasks = new ArrayList<>();
        Map<Object, TaskStateStats> left =
                stats.getAllTaskStateStats().stream()
                        .collect(Collectors.toMap(TaskStateStats::getJobVertexId, task -> task));
        ExecutionGraph graph = ExecutionGraphLookup.of(coordinator, parts);
        if (graph != null) {
            StreamSupport.stream(graph.getVerticesTopologically().spliterator(), false)
                    .filter(vertex -> left.containsKey(vertex.getJobVertexId()))
                    .forEach(v -> tasks.add(task(v, left.remove(v.getJobVertexId()))));
        }
        left.values().forEach(task -> tasks.add(task(null, task)));
        return tasks;
    }

    private static TaskDetail task(@Nullable ExecutionJobVertex vertex, TaskStateStats stats) {
        SubtaskStateStats[] all = stats.getSubtaskStats();
        List<SubtaskDetail> subtasks = new ArrayList<>(all.length);
        for (int i = 0; i < all.length; i++) {
            String host = host(vertex, i);
            subtasks.add(
                    all[i] == null ? SubtaskDetail.notReported(i, host) : reported(all[i], host));
        }
        String id = stats.getJobVertexId().toString();
        return new TaskDetail(vertex == null ? id : vertex.getName(), id, inputs(vertex), subtasks);
    }

    private static SubtaskDetail reported(SubtaskStateStats stats, String host) {
        Map<CheckpointPhase, Long> phases = new EnumMap<>(CheckpointPhase.class);
        put(phases, CheckpointPhase.BARRIER, stats.getCheckpointStartDelay());
        put(phases, CheckpointPhase.ALIGNMENT, stats.getAlignmentDuration());
        put(phases, CheckpointPhase.SYNC, stats.getSyncCheckpointDuration());
        put(phases, CheckpointPhase.ASYNC, stats.getAsyncCheckpointDuration());
        return SubtaskDetail.reported(
                stats.getSubtaskIndex(),
                host,
                stats.isCompleted(),
                stats.getAckTimestamp(),
                phases,
                stats.getProcessedData(),
                stats.getPersistedData(),
                stats.getCheckpointedSize());
    }

    private static void put(Map<CheckpointPhase, Long> phases, CheckpointPhase phase, long millis) {
        if (millis >= 0) {
            phases.put(phase, millis);
        }
    }

    private static List<String> inputs(@Nullable ExecutionJobVertex vertex) {
        return vertex == null
                ? List.of()
                : vertex.getInputs().stream()
                        .map(input -> input.getProducer().getJobVertexId().toString())
                        .distinct()
                        .collect(Collectors.toList());
    }

    /** Returns a subtask's host, empty if not known: the parallelism may have changed by now. */
    private static String host(@Nullable ExecutionJobVertex vertex, int subtask) {
        ExecutionVertex @Nullable [] subtasks = vertex == null ? null : vertex.getTaskVertices();
        if (subtasks == null || subtask >= subtasks.length) {
            return "";
        }
        TaskManagerLocation location = subtasks[subtask].getCurrentAssignedResourceLocation();
        return location == null ? "" : location.getHostname();
    }
}
