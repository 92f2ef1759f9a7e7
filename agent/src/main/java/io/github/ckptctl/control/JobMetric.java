// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.model.Setting;

import java.util.function.Function;

/**
 * Figure of a job that is a gauge in Flink's own metrics, below the group {@link #GROUP} of the
 * job. The names are part of the contract. All values are numbers, since a reporter may know no
 * other kind; durations are in milliseconds, states are 1 or 0, and -1 represents "none".
 */
public enum JobMetric {
    TIMEOUT("timeout", setting(Setting.TIMEOUT)),
    INTERVAL("interval", setting(Setting.INTERVAL)),
    MIN_PAUSE("minPause", setting(Setting.MIN_PAUSE)),
    TOLERABLE_FAILED_CHECKPOINTS(
            "tolerableFailedCheckpoints", setting(Setting.TOLERABLE_FAILED_CHECKPOINTS)),
    SUSPENDED("suspended", CheckpointFigures::suspended),
    SUSPENDED_MILLIS("suspendedMillis", CheckpointFigures::suspendedMillis),
    OVERRIDE_ACTIVE("overrideActive", CheckpointFigures::overrideActive),
    OVERRIDE_ACTIVE_MILLIS("overrideActiveMillis", CheckpointFigures::overrideActiveMillis),
    PENDING_COUNT("pendingCount", figures -> (long) figures.pending().size()),
    OLDEST_PENDING_AGE("oldestPendingAge", CheckpointFigures::oldestPendingAge),
    PENDING_DEADLINE_RATIO("pendingDeadlineRatio", CheckpointFigures::pendingDeadlineRatio),
    LATEST_COMPLETED_AGE("latestCompletedAge", CheckpointFigures::latestCompletedAge),
    RESTART_POINT_AGE("restartPointAge", CheckpointFigures::restartPointAge),
    RESTORED_AGE("restoredAge", CheckpointFigures::restoredAge),
    COMPLETED_SINCE_RESTORE("completedSinceRestore", CheckpointFigures::completedSinceRestore),
    INITIAL_DELAY("initialDelay", setting(Setting.INITIAL_DELAY)),
    CONSECUTIVE_FAILURES("consecutiveFailures", CheckpointFigures::consecutiveFailures),
    EXPIRED_COUNT("expiredCount", CheckpointFigures::expiredCount),
    EXTENDED_COUNT("extendedCount", CheckpointFigures::extendedCount),
    NOT_TRIGGERING("notTriggering", figures -> figures.notTriggering().isEmpty() ? 0L : 1L),
    RESCALE_PENDING("rescalePending", figures -> (long) figures.rescalePending()),
    MILLIS_TO_TRANSACTION_TIMEOUT(
            "millisToTransactionTimeout", CheckpointFigures::millisToTransactionTimeout);

    /** Name of the group in Flink's metric group of the job. */
    public static final String GROUP = "checkpointControl";

    private final String metricName;

    @SuppressWarnings("ImmutableEnumChecker") // each is a function without state
    private final Function<CheckpointFigures, Number> value;

    JobMetric(String metricName, Function<CheckpointFigures, Number> value) {
        this.metricName = metricName;
        this.value = value;
    }

    /** Returns the name of the gauge in its group. */
    public String metricName() {
        return metricName;
    }

    /** Returns the value among these figures. */
    public Number valueIn(CheckpointFigures figures) {
        return value.apply(figures);
    }

    private static Function<CheckpointFigures, Number> setting(Setting setting) {
        return figures -> figures.effective(setting);
    }
}
