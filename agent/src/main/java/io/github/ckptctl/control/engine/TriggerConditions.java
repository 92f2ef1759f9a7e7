// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import java.util.OptionalLong;

/**
 * Conditions under which Flink triggers periodic checkpoints of a job, as they are at the moment of
 * each call. No method waits or takes a lock; two values that are read one after the other need not
 * belong together.
 */
public interface TriggerConditions {

    /** Returns Flink's status of the job, for example {@code RUNNING}. */
    String jobStatus();

    /** Returns which stop of the job is under way, empty if none is known to be. */
    String stopUnderWay();

    /** Returns whether Flink's periodic scheduler is started. */
    boolean isSchedulerStarted();

    /** Returns whether a source reports that it is processing a backlog. */
    boolean isBacklog();

    /** Returns how many subtasks have finished. */
    int finishedSubtasks();

    /** Returns whether the job takes checkpoints after some of its tasks have finished. */
    boolean isAllowedAfterTasksFinished();

    /**
     * Returns which subtasks are neither running nor finished, with their states; empty if there
     * are none. Looks at each subtask of the job.
     */
    String subtasksNotRunning();

    /** Returns whether a checkpoint is being triggered and not in flight yet. */
    boolean isTriggering();

    /** Returns how many requests for checkpoints wait in the queue. */
    int queued();

    /** Returns how many checkpoints wait for the deletion of their files, or are being deleted. */
    int cleaning();

    /** Returns how many checkpoints may be in flight at once. */
    int maxConcurrent();

    /**
     * Returns the milliseconds since the last periodic trigger, before the first one since the job
     * was running; empty if it is not.
     */
    OptionalLong sinceTrigger();

    /** Returns the milliseconds since the last completion, empty before the first one. */
    OptionalLong sinceCompletion();
}
