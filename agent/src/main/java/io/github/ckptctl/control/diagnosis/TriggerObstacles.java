// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.TriggerConditions;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;

import java.util.List;
import java.util.OptionalLong;

/**
 * Obstacles to the periodic trigger of a job whose checkpointing is neither off nor suspended: the
 * one that stands in its way at the moment. Each is explained, with the line of Flink that it rests
 * on, in docs/decisions/0032.
 *
 * <p>What makes every trigger impossible comes first and is always reported. The rest counts only
 * once a checkpoint is expected: by the shorter of the submitted and the current interval after the
 * last trigger, and of the two min pauses after the last completion.
 */
final class TriggerObstacles {

    private static final String RUNNING = "RUNNING";

    /** {@code CheckpointRequestDecider.DEFAULT_MAX_QUEUED_REQUESTS}, 1.18 to 2.3. */
    private static final int FULL_QUEUE = 1000;

    private final CheckpointEngine engine;
    private final TriggerConditions conditions;
    private final JobSettings settings;
    private final long now;

    /**
     * @param now the current time in epoch milliseconds
     */
    TriggerObstacles(CheckpointEngine engine, JobSettings settings, long now) {
        this.engine = engine;
        this.conditions = engine.triggerConditions();
        this.settings = settings;
        this.now = now;
    }

    /** Returns the obstacle, empty if there is none or no checkpoint is expected yet. */
    String current() {
        String impossible = impossible();
        return !impossible.isEmpty() || !isExpected() ? impossible : late();
    }

    private String impossible() {
        String stop = conditions.stopUnderWay();
        if (!stop.isEmpty()) {
            return "a stop of the job is under way ("
                    + stop
                    + "): Flink triggers none before its end";
        }
        String status = conditions.jobStatus();
        if (!status.equals(RUNNING)) {
            return "the job is " + status + ": Flink triggers none until its tasks are running";
        }
        if (conditions.finishedSubtasks() > 0 && !conditions.isAllowedAfterTasksFinished()) {
            return "a subtask has finished, and "
                    + FlinkOption.AFTER_TASKS_FINISH.key()
                    + " is false: Flink takes no further checkpoint of this job";
        }
        if (!conditions.isSchedulerStarted()) {
            String notRunning = notRunning();
            return notRunning.isEmpty()
                    ? "Flink has not started its periodic trigger, although all tasks are running"
                    : notRunning;
        }
        return conditions.isBacklog() && effective(true) <= 0
                ? "a source is processing a backlog, and IntervalDuringBacklog is 0: Flink triggers"
                        + " none until the source has caught up"
                : "";
    }

    private String late() {
        List<PendingCheckpointInfo> pending = engine.pending();
        if (pending.stream().anyMatch(each -> !isSavepoint(each)) || conditions.isTriggering()) {
            return "";
        }
        int most = conditions.maxConcurrent();
        int queued = conditions.queued();
        if (conditions.cleaning() > most && queued > 0) {
            return conditions.cleaning()
                    + " checkpoints have yet to be deleted from the storage, more than the "
                    + most
                    + " that may be in flight at once: Flink triggers none until they are";
        }
        if (queued >= FULL_QUEUE) {
            return queued
                    + " requests for checkpoints and savepoints are waiting, as many as Flink's"
                    + " queue holds";
        }
        if (!pending.isEmpty() && pending.size() >= most) {
            PendingCheckpointInfo savepoint = pending.get(0);
            return "savepoint "
                    + savepoint.getId()
                    + " has been in flight for "
                    + Math.max(0, now - savepoint.getTriggeredAt())
                    + " ms, and no more than "
                    + most
                    + " may be in flight at once";
        }
        String notRunning = notRunning();
        if (!notRunning.isEmpty()) {
            return notRunning;
        }
        String raised = raised(Setting.INTERVAL) + raised(Setting.MIN_PAUSE);
        OptionalLong next = engine.nextTriggerIn();
        if (next.isPresent()) {
            return raised.isEmpty() || next.getAsLong() == 0
                    ? ""
                    : raised.substring(2) + ": the next is due in " + next.getAsLong() + " ms";
        }
        return "Flink has armed no periodic trigger, although all tasks are running";
    }

    /** Returns whether a checkpoint should have been triggered by now. */
    private boolean isExpected() {
        OptionalLong sinceTrigger = conditions.sinceTrigger();
        OptionalLong sinceCompletion = conditions.sinceCompletion();
        boolean backlog = conditions.isBacklog();
        return effective(backlog) > 0
                && sinceTrigger.isPresent()
                && sinceTrigger.getAsLong() > Math.min(submitted(backlog), effective(backlog))
                && sinceCompletion.orElse(Long.MAX_VALUE)
                        >= Math.min(submittedMinPause(), settings.effective(Setting.MIN_PAUSE));
    }

    private long effective(boolean backlog) {
        return settings.effective(backlog ? Setting.INTERVAL_DURING_BACKLOG : Setting.INTERVAL);
    }

    /** Returns the submitted interval, the longest there is if there was none. */
    private long submitted(boolean backlog) {
        long interval =
                settings.submitted()
                        .get(backlog ? Setting.INTERVAL_DURING_BACKLOG : Setting.INTERVAL);
        return interval <= 0 ? Long.MAX_VALUE : interval;
    }

    private long submittedMinPause() {
        return settings.submitted().get(Setting.MIN_PAUSE);
    }

    private String notRunning() {
        String subtasks = conditions.subtasksNotRunning();
        return subtasks.isEmpty()
                ? ""
                : "not all subtasks are running: "
                        + subtasks
                        + "; Flink triggers none until they are";
    }

    /** Returns, after a separator, by whom a setting was raised; empty if it was not. */
    private String raised(Setting setting) {
        SettingOverride override = settings.overrideOf(setting);
        long submitted = settings.submitted().get(setting);
        return override == null
                        || submitted == SubmittedSettings.NONE
                        || settings.effective(setting) <= submitted
                ? ""
                : ", "
                        + setting.attribute()
                        + " was raised from "
                        + setting.text(submitted)
                        + " to "
                        + setting.text(settings.effective(setting))
                        + " by "
                        + override.changedBy();
    }

    private static boolean isSavepoint(PendingCheckpointInfo pending) {
        return pending.getKind().contains("Savepoint");
    }
}
