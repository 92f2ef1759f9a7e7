// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.TaskCheckpointInfo;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Task of a job in one checkpoint: its subtasks, and the tasks that send it barriers. */
public final class TaskDetail {

    private static final int SHOWN = 10;

    private final String name;
    private final String vertexId;
    private final List<String> inputs;
    private final List<SubtaskDetail> subtasks;

    /**
     * @param inputs the vertex ids of the tasks before it, empty for a source
     * @param subtasks all subtasks, in the order of their indexes
     */
    public TaskDetail(
            String name, String vertexId, List<String> inputs, List<SubtaskDetail> subtasks) {
        this.name = name;
        this.vertexId = vertexId;
        this.inputs = List.copyOf(inputs);
        this.subtasks = List.copyOf(subtasks);
    }

    public String name() {
        return name;
    }

    public String vertexId() {
        return vertexId;
    }

    List<String> inputs() {
        return inputs;
    }

    public List<SubtaskDetail> subtasks() {
        return subtasks;
    }

    /** Returns the subtasks that have not acknowledged. */
    public List<SubtaskDetail> missing() {
        return subtasks.stream().filter(s -> !s.isAcknowledged()).collect(Collectors.toList());
    }

    boolean isAcknowledged() {
        return subtasks.stream().allMatch(SubtaskDetail::isAcknowledged);
    }

    /** Returns the subtask that spent most time in a phase, empty if none has reported it. */
    Optional<SubtaskDetail> slowestIn(CheckpointPhase phase) {
        return subtasks.stream()
                .filter(subtask -> subtask.in(phase) >= 0)
                .max(Comparator.comparingLong(subtask -> subtask.in(phase)));
    }

    /** Returns the subtask whose acknowledgement came last, empty before the first. */
    Optional<SubtaskDetail> last() {
        return acknowledged().max(Comparator.comparingLong(SubtaskDetail::acknowledgedAt));
    }

    TaskCheckpointInfo info(long triggeredAt, String phases) {
        return new TaskCheckpointInfo(
                name,
                vertexId,
                (int) acknowledged().count(),
                subtasks.size(),
                missingText(),
                phases,
                last().map(s -> Math.max(0, s.acknowledgedAt() - triggeredAt)).orElse(-1L),
                last().map(SubtaskDetail::index).orElse(-1),
                longest(CheckpointPhase.BARRIER),
                slowest(CheckpointPhase.BARRIER),
                longest(CheckpointPhase.ALIGNMENT),
                slowest(CheckpointPhase.ALIGNMENT),
                longest(CheckpointPhase.SYNC),
                slowest(CheckpointPhase.SYNC),
                longest(CheckpointPhase.ASYNC),
                slowest(CheckpointPhase.ASYNC),
                sum(SubtaskDetail::processedInFlight),
                sum(SubtaskDetail::persistedInFlight),
                sum(SubtaskDetail::checkpointedSize));
    }

    long longest(CheckpointPhase phase) {
        return slowestIn(phase).map(subtask -> subtask.in(phase)).orElse(-1L);
    }

    private int slowest(CheckpointPhase phase) {
        return slowestIn(phase).map(SubtaskDetail::index).orElse(-1);
    }

    private Stream<SubtaskDetail> acknowledged() {
        return subtasks.stream().filter(SubtaskDetail::isAcknowledged);
    }

    private long sum(ToLongFunction<SubtaskDetail> bytes) {
        return subtasks.stream().mapToLong(bytes).filter(value -> value > 0).sum();
    }

    private String missingText() {
        List<SubtaskDetail> missing = missing();
        String named =
                missing.stream()
                        .limit(SHOWN)
                        .map(subtask -> Integer.toString(subtask.index()))
                        .collect(Collectors.joining(", "));
        int more = missing.size() - SHOWN;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
