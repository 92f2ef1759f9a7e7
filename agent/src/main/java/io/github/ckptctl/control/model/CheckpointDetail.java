// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.TaskCheckpointInfo;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pending or recent checkpoint as reported by Flink's statistics, with all its subtasks. */
public final class CheckpointDetail {

    /** Status that Flink gives a checkpoint in flight. */
    public static final String IN_PROGRESS = "IN_PROGRESS";

    private final long id;
    private final String kind;
    private final boolean savepoint;
    private final String status;
    private final String failure;
    private final long triggeredAt;
    private final long duration;
    private final boolean unaligned;
    private final long stateSize;
    private final List<TaskDetail> tasks;

    /**
     * @param status Flink's name of its status
     * @param failure the reason of its failure, empty if it did not fail
     * @param duration milliseconds from trigger to its end or to now
     * @param tasks sources first
     */
    public CheckpointDetail(
            long id,
            String kind,
            boolean savepoint,
            String status,
            String failure,
            long triggeredAt,
            long duration,
            boolean unaligned,
            long stateSize,
            List<TaskDetail> tasks) {
        this.id = id;
        this.kind = kind;
        this.savepoint = savepoint;
        this.status = status;
        this.failure = failure;
        this.triggeredAt = triggeredAt;
        this.duration = duration;
        this.unaligned = unaligned;
        this.stateSize = stateSize;
        this.tasks = List.copyOf(tasks);
    }

    public long id() {
        return id;
    }

    public String kind() {
        return kind;
    }

    public boolean isSavepoint() {
        return savepoint;
    }

    public String status() {
        return status;
    }

    public boolean isInProgress() {
        return status.equals(IN_PROGRESS);
    }

    public String failure() {
        return failure;
    }

    long triggeredAt() {
        return triggeredAt;
    }

    public long duration() {
        return duration;
    }

    public boolean isUnaligned() {
        return unaligned;
    }

    public int total() {
        return tasks.stream().mapToInt(task -> task.subtasks().size()).sum();
    }

    public int acknowledged() {
        return total() - tasks.stream().mapToInt(task -> task.missing().size()).sum();
    }

    /**
     * Returns the tasks that the others wait for: not all of their subtasks have acknowledged, but
     * all subtasks of the tasks that send them their barriers have.
     */
    public List<TaskDetail> front() {
        Map<String, TaskDetail> byVertex =
                tasks.stream().collect(Collectors.toMap(TaskDetail::vertexId, Function.identity()));
        return tasks.stream()
                .filter(task -> !task.isAcknowledged())
                .filter(
                        task ->
                                task.inputs().stream()
                                        .map(byVertex::get)
                                        .allMatch(input -> input == null || input.isAcknowledged()))
                .collect(Collectors.toList());
    }

    /** Returns the report of a subtask, empty if this checkpoint had no such subtask. */
    public Optional<SubtaskDetail> subtask(String vertexId, int index) {
        return tasks.stream()
                .filter(task -> task.vertexId().equals(vertexId))
                .map(TaskDetail::subtasks)
                .filter(subtasks -> index < subtasks.size())
                .map(subtasks -> subtasks.get(index))
                .findFirst();
    }

    /**
     * Returns the description.
     *
     * @param phases returns the phases of a task's subtasks, a letter each
     */
    public CheckpointDescription description(Function<TaskDetail, String> phases) {
        TaskCheckpointInfo[] infos =
                tasks.stream()
                        .map(task -> task.info(triggeredAt, phases.apply(task)))
                        .toArray(TaskCheckpointInfo[]::new);
        long processed = 0;
        long persisted = 0;
        long written = 0;
        for (TaskCheckpointInfo info : infos) {
            processed += info.getProcessedInFlight();
            persisted += info.getPersistedInFlight();
            written += info.getCheckpointedSize();
        }
        return new CheckpointDescription(
                id,
                kind,
                status,
                failure,
                triggeredAt,
                duration,
                acknowledged(),
                total(),
                unaligned,
                longest(CheckpointPhase.BARRIER),
                longest(CheckpointPhase.ALIGNMENT),
                longest(CheckpointPhase.SYNC),
                longest(CheckpointPhase.ASYNC),
                processed,
                persisted,
                stateSize,
                written,
                slowest(),
                infos);
    }

    private long longest(CheckpointPhase phase) {
        return tasks.stream().mapToLong(task -> task.longest(phase)).max().orElse(-1);
    }

    private String slowest() {
        return tasks.stream()
                .filter(task -> task.last().isPresent())
                .max(Comparator.comparingLong(task -> task.last().get().acknowledgedAt()))
                .map(task -> task.name() + ", subtask " + task.last().get().index())
                .orElse("");
    }
}
