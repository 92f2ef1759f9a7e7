// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.TriggerConditions;

import java.util.OptionalLong;

/** Conditions of a job that runs well, each of which a test changes. */
final class FakeConditions implements TriggerConditions {

    String jobStatus = "RUNNING";
    String stopUnderWay = "";
    boolean schedulerStarted = true;
    boolean backlog;
    int finishedSubtasks;
    boolean allowedAfterTasksFinished = true;
    String subtasksNotRunning = "";
    boolean triggering;
    int queued;
    int cleaning;
    int maxConcurrent = 1;
    OptionalLong sinceTrigger = OptionalLong.of(0);
    OptionalLong sinceCompletion = OptionalLong.empty();

    @Override
    public String jobStatus() {
        return jobStatus;
    }

    @Override
    public String stopUnderWay() {
        return stopUnderWay;
    }

    @Override
    public boolean isSchedulerStarted() {
        return schedulerStarted;
    }

    @Override
    public boolean isBacklog() {
        return backlog;
    }

    @Override
    public int finishedSubtasks() {
        return finishedSubtasks;
    }

    @Override
    public boolean isAllowedAfterTasksFinished() {
        return allowedAfterTasksFinished;
    }

    @Override
    public String subtasksNotRunning() {
        return subtasksNotRunning;
    }

    @Override
    public boolean isTriggering() {
        return triggering;
    }

    @Override
    public int queued() {
        return queued;
    }

    @Override
    public int cleaning() {
        return cleaning;
    }

    @Override
    public int maxConcurrent() {
        return maxConcurrent;
    }

    @Override
    public OptionalLong sinceTrigger() {
        return sinceTrigger;
    }

    @Override
    public OptionalLong sinceCompletion() {
        return sinceCompletion;
    }
}
