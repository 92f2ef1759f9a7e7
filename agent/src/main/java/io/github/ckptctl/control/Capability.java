// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/**
 * Something the agent can do if this Flink has what it takes. Each is on or off by itself; the
 * names are part of the contract.
 */
public enum Capability {
    /** The timeout can be changed. */
    TIMEOUT,
    /** The interval can be changed and the armed trigger with it. */
    INTERVAL,
    /** The min pause can be changed, in both places where Flink keeps it. */
    MIN_PAUSE,
    /** The interval during backlog can be changed; Flink 1.19 on. */
    INTERVAL_DURING_BACKLOG,
    /** A job submitted without periodic checkpoints can be given an interval. */
    PERIODIC_START,
    /** A checkpoint can be triggered by hand. */
    TRIGGER,
    /** Whether and when checkpoints go unaligned can be changed. */
    ALIGNMENT,
    /**
     * Tasks of a job that was submitted with aligned checkpoints can be deployed capable of
     * unaligned ones, for all that this Flink and this job rule out.
     */
    UNALIGNED,
    /** The job can be stopped with a checkpoint. */
    STOP_WITH_CHECKPOINT,
    /** Checkpointing can be suspended. */
    SUSPENSION,
    /**
     * Checkpoints that Flink triggers on its own account, outside the period, are told from those
     * that somebody asked for.
     */
    UNASKED_TRIGGERS,
    /**
     * When the adaptive scheduler forces a rescale goes by the interval and the suspension; for
     * jobs under it, from Flink 2.0 on.
     */
    FORCED_RESCALE,
    /** Deadlines of checkpoints in flight can be moved. */
    RESCHEDULE,
    /**
     * The number of tolerated failures can be changed, and the count of failures seen and reset.
     */
    TOLERABLE_FAILED_CHECKPOINTS,
    /** What Flink does with completed checkpoints when the job ends can be changed. */
    RETENTION,
    /** Checkpoints in flight can be seen. */
    PENDING_CHECKPOINTS,
    /** The newest completed checkpoint is known the moment it completes. */
    LATEST_CHECKPOINT,
    /** Flink's own counters can be read. */
    STATISTICS,
    /** Jobs are known from their start to their end. */
    JOBS,
    /** What is set is kept where Flink keeps what a job needs to recover. */
    PERSISTENCE,
    /**
     * Jobs can be reached on Flink's own REST port, at all the paths that are ours. Off too where
     * Flink has a route of its own at one of them; the others are there then.
     */
    REST_ROUTES
}
