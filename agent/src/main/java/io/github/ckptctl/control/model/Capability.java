// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/**
 * Function of the agent that depends on the Flink version and on the job. Each is on or off
 * independently of the others; the names are part of the contract.
 */
public enum Capability {
    /** The timeout can be changed. */
    TIMEOUT,
    /** Savepoints can have a timeout of their own. */
    SAVEPOINT_TIMEOUT,
    /** The interval can be changed and the armed trigger with it. */
    INTERVAL,
    /** The delay of the first periodic checkpoint after a start or a restore can be set. */
    INITIAL_DELAY,
    /** The min pause can be changed, in both places where Flink stores it. */
    MIN_PAUSE,
    /** The interval during backlog can be changed; from Flink 1.19 on. */
    INTERVAL_DURING_BACKLOG,
    /** A job submitted without periodic checkpoints can be given an interval. */
    PERIODIC_START,
    /** A checkpoint can be triggered manually. */
    TRIGGER,
    /** Whether and when checkpoints go unaligned can be changed. */
    ALIGNMENT,
    /**
     * Tasks of a job that was submitted with aligned checkpoints can be deployed with the
     * capability of unaligned ones, as far as this Flink and this job do not rule it out.
     */
    UNALIGNED,
    /** The job can be stopped with a checkpoint. */
    STOP_WITH_CHECKPOINT,
    /** The job can be stopped with a savepoint, by a deadline. */
    STOP_WITH_SAVEPOINT,
    /** Checkpointing can be suspended. */
    SUSPENSION,
    /**
     * Checkpoints that Flink triggers on its own account, outside the period, can be told apart
     * from requested ones.
     */
    UNASKED_TRIGGERS,
    /**
     * The time at which the adaptive scheduler forces a rescale follows the interval and the
     * suspension; for jobs under it, from Flink 2.0 on.
     */
    FORCED_RESCALE,
    /** Deadlines of checkpoints in flight can be moved. */
    RESCHEDULE,
    /**
     * The number of tolerated failures can be changed, and the count of failures seen and reset.
     */
    TOLERABLE_FAILED_CHECKPOINTS,
    /** The retention of completed checkpoints when the job ends can be changed. */
    RETENTION,
    /** The number of completed checkpoints that Flink retains can be changed. */
    NUM_RETAINED,
    /** The number of checkpoints that may be in flight at once can be changed. */
    MAX_CONCURRENT,
    /** Completed checkpoints can be pinned, so that Flink does not delete them. */
    PINS,
    /** Checkpoints in flight can be listed. */
    PENDING_CHECKPOINTS,
    /** The newest completed checkpoint is known the moment it completes. */
    LATEST_CHECKPOINT,
    /** The subtasks that hold a checkpoint in flight can be failed. */
    FAIL_HOLDERS,
    /** The stacks of the subtasks that hold a checkpoint can be shown. */
    HOLDER_STACKS,
    /** Flink's own counters can be read. */
    STATISTICS,
    /** The start and the end of jobs are detected. */
    JOBS,
    /** Settings are persisted where Flink stores the data that a job needs to recover. */
    PERSISTENCE,
    /** The figures of a job are gauges in Flink's own metrics. */
    METRICS,
    /** Changes of a job are events of Flink; from Flink 2.1 on. */
    EVENTS,
    /**
     * Jobs can be reached on Flink's own REST port, at all the agent's paths. Also off where Flink
     * has a route of its own at one of them; the agent's other routes are available then.
     */
    REST_ROUTES
}
