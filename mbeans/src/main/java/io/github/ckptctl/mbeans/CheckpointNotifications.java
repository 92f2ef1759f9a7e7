// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Types of the notifications that a job's bean sends.
 *
 * <p>The user data of each is a map with the keys {@code jobId}, {@code revision}, {@code from} and
 * {@code to}, all text but the revision.
 */
public final class CheckpointNotifications {

    /** One or several settings have new effective values. */
    public static final String SETTINGS_CHANGED = "flink.checkpointing.settings.changed";

    /** Checkpointing is suspended, or suspended in another mode. */
    public static final String SUSPENDED = "flink.checkpointing.suspended";

    /** A suspension has ended. */
    public static final String RESUMED = "flink.checkpointing.resumed";

    /** A checkpoint completed. */
    public static final String CHECKPOINT_COMPLETED = "flink.checkpointing.checkpoint.completed";

    /** A checkpoint failed. */
    public static final String CHECKPOINT_FAILED = "flink.checkpointing.checkpoint.failed";

    /** A pending checkpoint has a new deadline. */
    public static final String CHECKPOINT_RESCHEDULED =
            "flink.checkpointing.checkpoint.rescheduled";

    /** A checkpoint that reached its deadline got more time. */
    public static final String CHECKPOINT_EXTENDED = "flink.checkpointing.checkpoint.extended";

    /** The oldest transaction of a sink is about to time out, and no checkpoint has completed. */
    public static final String TRANSACTION_EXPIRING = "flink.checkpointing.transaction.expiring";

    /** The job has left this JobManager; its bean is unregistered after this. */
    public static final String JOB_GONE = "flink.checkpointing.job.gone";

    private CheckpointNotifications() {}
}
