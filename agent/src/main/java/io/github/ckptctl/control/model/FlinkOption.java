// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/**
 * Option of Flink that no setting changes, and whose value changes what an operator should do. Not
 * every line of Flink has each.
 */
public enum FlinkOption {
    /** Whether checkpoints go on after some tasks have finished (FLIP-147). */
    AFTER_TASKS_FINISH(
            "execution.checkpointing.checkpoints-after-tasks-finish.enabled",
            false,
            "a subtask that has read all of its input waits for one more checkpoint before it ends,"
                    + " so a bounded job does not end while checkpointing is suspended",
            "no checkpoint is taken once a subtask has finished"),
    /** Whether sources wait for the first checkpoint after each start; from 2.3 on. */
    PAUSE_UNTIL_FIRST_CHECKPOINT(
            "pipeline.sources.pause-until-first-checkpoint",
            false,
            "after each start and restart the sources read nothing until a checkpoint is triggered: a"
                    + " job that fails over while checkpointing is suspended stands still",
            "after a restart the sources read at once"),
    /** Whether checkpoints are taken while in-flight data is being restored; from 2.3 on. */
    DURING_RECOVERY(
            "execution.checkpointing.during-recovery.enabled",
            false,
            "a checkpoint may be triggered while tasks still restore the in-flight data of an"
                    + " unaligned one; an aligned one that is triggered then may hang until it"
                    + " expires (FLINK-40518)",
            "no checkpoint is triggered before all tasks have restored their in-flight data"),
    /** Limit of the synchronous part of a subtask's snapshot; from 2.4 on. */
    SYNC_PHASE_TIMEOUT(
            "execution.checkpointing.sync-phase-timeout",
            false,
            "limits the synchronous part of a subtask's snapshot",
            "the synchronous part of a subtask's snapshot may take any time"),
    /** Whether files of several subtasks are merged (FLIP-306); from 1.20 on. */
    FILE_MERGING(
            "execution.checkpointing.file-merging.enabled",
            true,
            "small files of several subtasks share one file, which is deleted only when no retained"
                    + " checkpoint needs any part of it",
            "each subtask writes files of its own");

    private final String key;
    private final boolean isOfCluster;
    private final String ifOn;
    private final String ifOff;

    FlinkOption(String key, boolean isOfCluster, String ifOn, String ifOff) {
        this.key = key;
        this.isOfCluster = isOfCluster;
        this.ifOn = ifOn;
        this.ifOff = ifOff;
    }

    /** Returns the key in Flink's configuration. */
    public String key() {
        return key;
    }

    /** Returns whether Flink uses the cluster's value where the job has none. */
    public boolean isOfCluster() {
        return isOfCluster;
    }

    String effect(boolean isOn) {
        return isOn ? ifOn : ifOff;
    }
}
