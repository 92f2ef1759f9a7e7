// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.SubtaskDetail;
import io.github.ckptctl.control.model.TaskDetail;
import io.github.ckptctl.mbeans.CheckpointPhase;

import java.util.List;

/**
 * Evidence for the phase of a subtask that a checkpoint waits for. Immutable.
 *
 * <p>A subtask that has acknowledged has reported how long it spent in each phase, and so has one
 * that was interrupted in its snapshot when the checkpoint was aborted ({@code
 * CheckpointStatsTracker.reportIncompleteStats}). One that has reported nothing is placed by its
 * report on the newest earlier checkpoint, if it spent a tenth of this one's time there; a value
 * taken from an earlier checkpoint is marked as such.
 */
final class PhaseEvidence {

    private static final int WORTH_NAMING = 10;

    private final CheckpointPhase phase;
    private final long millis;
    private final String why;

    private PhaseEvidence(CheckpointPhase phase, long millis, String why) {
        this.phase = phase;
        this.millis = millis;
        this.why = why;
    }

    /**
     * Returns the evidence for a subtask that has not acknowledged.
     *
     * @param earlier the earlier checkpoints that Flink retains, newest first
     */
    static PhaseEvidence of(
            CheckpointDetail subject,
            List<CheckpointDetail> earlier,
            TaskDetail task,
            SubtaskDetail subtask) {
        CheckpointPhase reported = subtask.longestPhase();
        if (reported != CheckpointPhase.UNKNOWN) {
            return new PhaseEvidence(
                    reported, subtask.in(reported), "it reported when it was aborted");
        }
        for (CheckpointDetail checkpoint : earlier) {
            SubtaskDetail before =
                    checkpoint.subtask(task.vertexId(), subtask.index()).orElse(subtask);
            CheckpointPhase phase = before.longestPhase();
            if (phase != CheckpointPhase.UNKNOWN) {
                long millis = before.in(phase);
                return millis * WORTH_NAMING >= subject.duration()
                        ? new PhaseEvidence(
                                phase,
                                millis,
                                "it spent " + millis + " ms there in checkpoint " + checkpoint.id())
                        : unknown(
                                subject,
                                "it has reported nothing yet, and was quick in checkpoint "
                                        + checkpoint.id());
            }
        }
        return unknown(subject, "it has reported nothing yet, nor in an earlier checkpoint");
    }

    private static PhaseEvidence unknown(CheckpointDetail subject, String why) {
        return new PhaseEvidence(CheckpointPhase.UNKNOWN, subject.duration(), why);
    }

    CheckpointPhase phase() {
        return phase;
    }

    /** Returns how long it has been, or was, in that phase, in milliseconds. */
    long millis() {
        return millis;
    }

    String why() {
        return why;
    }
}
