// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cost of a suspension for a job, in words and as a time. */
final class SuspensionCost {

    private static final long NEVER = -1;

    private SuspensionCost() {}

    /**
     * Returns until when a resume keeps the health check of Flink's Kubernetes operator quiet: it
     * restarts a job in which no checkpoint completed for max(interval, timeout) × (tolerable
     * failures + 2), all as submitted. The duration of the newest checkpoint is subtracted, since
     * the next one takes about as long.
     *
     * @return epoch milliseconds, -1 where there is no such limit
     */
    static long latestSafeResumeAt(
            CheckpointEngine engine,
            SubmittedSettings submitted,
            long startedAt,
            CompletedCheckpointInfo latest) {
        long step = Math.max(submitted.get(Setting.INTERVAL), submitted.get(Setting.TIMEOUT));
        long tolerable = engine.submittedTolerableFailedCheckpoints();
        // Flink's own "unlimited" is the greatest int; no health check ever fires then
        if (step <= 0 || tolerable < 0 || tolerable >= Integer.MAX_VALUE) {
            return NEVER;
        }
        long from = latest.getId() == -1 ? startedAt : latest.getCompletedAt();
        long window = Math.min(Millis.times(step, tolerable + 2), Setting.TIMEOUT.max());
        return from + window - Math.max(0, latest.getDuration());
    }

    /** Returns a sentence for each cost that an operator should know of before it occurs. */
    static List<String> warnings(
            SettingsService settings,
            RescaleService rescale,
            TransactionService transactions,
            Suspension suspension,
            CompletedCheckpointInfo latest,
            Map<FlinkOption, OptionValue> options,
            long now) {
        SuspensionMode mode = suspension.mode();
        if (mode == SuspensionMode.NONE) {
            return List.of();
        }
        String restartPoint =
                latest.getId() == -1
                        ? "no checkpoint has completed yet: a restart begins from the start"
                        : "a restart goes back "
                                + Math.max(0, now - latest.getCompletedAt())
                                + " ms, and further with every moment until resume()";
        List<String> warnings = new ArrayList<>();
        warnings.add(restartPoint);
        warnings.addAll(transactions.warningsOf(suspension));
        OptionValue afterFinish = options.get(FlinkOption.AFTER_TASKS_FINISH);
        if (afterFinish == null || afterFinish.isOn()) {
            warnings.add("a bounded job, or one with finished tasks, cannot end before resume()");
        }
        OptionValue pause = options.get(FlinkOption.PAUSE_UNTIL_FIRST_CHECKPOINT);
        if (pause != null && pause.isOn()) {
            warnings.add(
                    "after a failover the sources read nothing before resume() ("
                            + pause
                            + "): the job would stand still");
        }
        warnings.addAll(rescale.warningsOf(mode));
        String lost = latest.getId() == -1 ? "" : RestartPoint.whyLost(settings, latest);
        if (!lost.isEmpty()) {
            warnings.add(lost);
        }
        return warnings;
    }
}
