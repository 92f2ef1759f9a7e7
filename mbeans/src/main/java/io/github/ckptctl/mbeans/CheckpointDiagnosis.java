// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/**
 * Diagnosis of the checkpoint in flight, or of the last failed one: the subtasks that block it, and
 * the settings that would help.
 */
public final class CheckpointDiagnosis extends MBeanValue {

    private final long checkpointId;
    private final String status;
    private final CheckpointHolder[] holders;
    private final SettingAdvice[] advice;
    private final String[] sentences;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({"checkpointId", "status", "holders", "advice", "sentences"})
    public CheckpointDiagnosis(
            long checkpointId,
            String status,
            CheckpointHolder[] holders,
            SettingAdvice[] advice,
            String[] sentences) {
        this.checkpointId = checkpointId;
        this.status = Objects.requireNonNull(status, "status");
        this.holders = holders.clone();
        this.advice = advice.clone();
        this.sentences = sentences.clone();
    }

    /** Returns the checkpoint's id, -1 if none is in flight and none has failed. */
    public long getCheckpointId() {
        return checkpointId;
    }

    /** Returns {@code IN_PROGRESS}, {@code FAILED}, or {@code NONE}. */
    public String getStatus() {
        return status;
    }

    /** Returns the subtasks that block it, at most ten, the worst first. */
    public CheckpointHolder[] getHolders() {
        return holders.clone();
    }

    /** Returns the settings that would help and those that would not, the best first. */
    public SettingAdvice[] getAdvice() {
        return advice.clone();
    }

    /** Returns the whole diagnosis in plain sentences, to be read in this order. */
    public String[] getSentences() {
        return sentences.clone();
    }
}
