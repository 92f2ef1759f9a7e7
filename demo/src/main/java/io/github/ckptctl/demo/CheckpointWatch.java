// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;

/** Watch that shows the changes of a job's checkpoints since the last look. */
final class CheckpointWatch {

    private final CheckpointCoordinatorMXBean bean;
    private final Screen screen;
    private long triggered;
    private long failed;
    private long completed;

    CheckpointWatch(CheckpointCoordinatorMXBean bean, Screen screen) {
        this.bean = bean;
        this.screen = screen;
    }

    void look() {
        FailedCheckpointInfo failure = bean.getLatestFailedCheckpoint();
        if (failure.getId() > failed) {
            failed = failure.getId();
            screen.checkpoint(
                    failed, Screen.Tone.BAD, "FAILED: " + firstSentence(failure.getReason()));
        }
        if (bean.getLatestCompletedId() > completed) {
            completed = bean.getLatestCompletedId();
            screen.checkpoint(
                    completed,
                    Screen.Tone.GOOD,
                    "COMPLETED after " + Screen.seconds(bean.getLatestCompletedDuration()));
        }
        for (PendingCheckpointInfo pending : bean.getPendingCheckpoints()) {
            if (pending.getId() > triggered) {
                triggered = pending.getId();
                long allowed = pending.getDeadline() - pending.getTriggeredAt();
                screen.checkpoint(
                        triggered,
                        Screen.Tone.PLAIN,
                        "triggered, may take " + Screen.seconds(allowed));
            }
        }
    }

    /**
     * Returns the first sentence of a reason, since Flink's reasons continue with a stack trace.
     */
    private static String firstSentence(String reason) {
        int end = reason.indexOf('\n');
        return end < 0 ? reason : reason.substring(0, end);
    }
}
