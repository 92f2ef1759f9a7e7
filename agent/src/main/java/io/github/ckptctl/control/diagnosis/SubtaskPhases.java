// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.SubtaskDetail;
import io.github.ckptctl.control.model.TaskDetail;
import io.github.ckptctl.mbeans.CheckpointPhase;

import java.util.List;

/** Phases of the subtasks in one checkpoint, a letter for each, as the contract defines them. */
final class SubtaskPhases {

    private static final char ACKNOWLEDGED = 'K';
    private static final char WAITS = 'W';

    private final CheckpointDetail subject;
    private final List<CheckpointDetail> earlier;
    private final List<TaskDetail> front;

    /**
     * @param earlier the earlier checkpoints that Flink retains, newest first
     */
    SubtaskPhases(CheckpointDetail subject, List<CheckpointDetail> earlier) {
        this.subject = subject;
        this.earlier = earlier;
        this.front = subject.front();
    }

    /** Returns the phases of a task's subtasks. */
    String of(TaskDetail task) {
        boolean isFront = front.contains(task);
        StringBuilder letters = new StringBuilder(task.subtasks().size());
        for (SubtaskDetail subtask : task.subtasks()) {
            letters.append(
                    subtask.isAcknowledged() ? ACKNOWLEDGED : missing(isFront, task, subtask));
        }
        return letters.toString();
    }

    private char missing(boolean isFront, TaskDetail task, SubtaskDetail subtask) {
        return isFront || subtask.longestPhase() != CheckpointPhase.UNKNOWN
                ? letter(PhaseEvidence.of(subject, earlier, task, subtask).phase())
                : WAITS;
    }

    private static char letter(CheckpointPhase phase) {
        switch (phase) {
            case BARRIER:
                return 'B';
            case ALIGNMENT:
                return 'A';
            case SYNC:
                return 'S';
            case ASYNC:
                return 'U';
            default:
                return '?';
        }
    }
}
