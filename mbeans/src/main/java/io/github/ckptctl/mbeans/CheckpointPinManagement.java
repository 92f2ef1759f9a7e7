// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Pins of one job's completed checkpoints, part of {@link CheckpointCoordinatorMXBean}.
 *
 * <p>Flink deletes a checkpoint when newer ones take its place, and often when the job ends. The
 * files of a pinned one stay, those that it shares with other checkpoints included, so that a job
 * can be started from its path. Pins change nothing else: a restart goes back to the newest
 * checkpoint, and {@link CheckpointSettingsManagement#getNumRetained} counts without them.
 */
public interface CheckpointPinManagement {

    /** The number of checkpoints of one job that can be pinned at the same time. */
    int MAX_PINS = 10;

    /** The id that stands for the newest completed checkpoint. */
    long NEWEST_CHECKPOINT = -1;

    /**
     * Returns the pinned checkpoints, in the order in which they were pinned; empty if there are
     * none.
     */
    @Description(
            "Completed checkpoints whose files stay, whatever Flink would delete, until they are"
                    + " unpinned; with the path to start a job from")
    PinnedCheckpoint[] getPinnedCheckpoints();

    /** Returns how many checkpoints are pinned. */
    @Description("How many checkpoints are pinned; 10 at the most")
    @Unit("count")
    long getPinnedCount();

    /**
     * Pins a completed checkpoint: its files stay when newer checkpoints take its place, when the
     * job is cancelled, fails or finishes, and when the JobManager is stopped. Where records are
     * kept, the pin is known to the next JobManager too. Harmless for one that is pinned already.
     *
     * @param checkpointId the id of a checkpoint that Flink retains, -1 for the newest
     * @param reason the reason, for the list and the history
     * @return the pinned checkpoint
     * @throws IllegalArgumentException if Flink retains no such checkpoint
     * @throws IllegalStateException if ten are pinned already, if the checkpoint has no files or is
     *     not Flink's to delete, or if the job has left this JobManager
     * @throws UnsupportedOperationException if this Flink or this job does not support it, as with
     *     merged files, which the TaskManagers delete
     */
    @Description(
            "Keeps the files of a completed checkpoint whatever happens, until it is unpinned; answers"
                    + " its path. Only one that Flink still has can be pinned")
    @RequiredRole(Role.OPERATOR)
    PinnedCheckpoint pinCheckpoint(
            @Description("the id of a retained checkpoint, -1 for the newest") long checkpointId,
            @Description("why, for the list and the history") String reason);

    /**
     * Unpins a checkpoint. If Flink still retains it, Flink deletes it in its time; if newer ones
     * have taken its place, its files are deleted now, except for those that other checkpoints
     * need.
     *
     * @param checkpointId the checkpoint's id
     * @return what becomes of its files, and what stays on storage
     * @throws IllegalArgumentException if it is not pinned
     * @throws IllegalStateException if the job has left this JobManager
     */
    @Description(
            "Lets a pinned checkpoint go: Flink deletes it as if it had never been pinned; answers"
                    + " what stays on storage")
    @RequiredRole(Role.ADMIN)
    UnpinResult unpinCheckpoint(@Description("the checkpoint's id") long checkpointId);
}
