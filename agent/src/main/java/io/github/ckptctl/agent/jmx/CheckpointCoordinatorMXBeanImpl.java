// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.CheckpointFigures;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.operation.SuspensionService;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedHolders;
import io.github.ckptctl.mbeans.HolderStacks;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.RelatedOption;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.SafeToKillResult;
import io.github.ckptctl.mbeans.SettingsForecast;
import io.github.ckptctl.mbeans.StopResult;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import io.github.ckptctl.mbeans.UnalignedCapable;
import io.github.ckptctl.mbeans.UnalignedResult;
import io.github.ckptctl.mbeans.UnpinResult;

import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * MXBean of one job: translates and delegates.
 *
 * <p>A getter always returns: where Flink's internals cannot be read, it returns the value that
 * represents "none", and {@link ReadErrors} counts it.
 */
final class CheckpointCoordinatorMXBeanImpl implements CheckpointCoordinatorMXBean {

    private static final long NONE = -1;

    private final Job job;
    private final JobCheckpointControl checkpoints;
    private final Clock clock;
    private final ReadErrors errors;

    CheckpointCoordinatorMXBeanImpl(Job job, Clock clock, ReadErrors errors) {
        this.job = job;
        this.errors = errors;
        this.checkpoints = job.checkpoints();
        this.clock = clock;
    }

    @Override
    public String getJobId() {
        return job.id();
    }

    @Override
    public String getJobName() {
        return job.name();
    }

    @Override
    public String getJobStatus() {
        return errors.readOrDefault(job::status, "UNKNOWN");
    }

    @Override
    public long getTimeout() {
        return checkpoints.settings().effective(Setting.TIMEOUT);
    }

    @Override
    public void setTimeout(long timeout) {
        change(Setting.TIMEOUT, timeout);
    }

    @Override
    public long getSavepointTimeout() {
        return checkpoints.settings().effective(Setting.SAVEPOINT_TIMEOUT);
    }

    @Override
    public void setSavepointTimeout(long timeout) {
        change(Setting.SAVEPOINT_TIMEOUT, timeout);
    }

    @Override
    public long getInterval() {
        return checkpoints.settings().effective(Setting.INTERVAL);
    }

    @Override
    public void setInterval(long interval) {
        change(Setting.INTERVAL, interval);
    }

    @Override
    public long getInitialDelay() {
        return checkpoints.settings().effective(Setting.INITIAL_DELAY);
    }

    @Override
    public void setInitialDelay(long delay) {
        change(Setting.INITIAL_DELAY, delay);
    }

    @Override
    public long getMinPause() {
        return checkpoints.settings().effective(Setting.MIN_PAUSE);
    }

    @Override
    public void setMinPause(long minPause) {
        change(Setting.MIN_PAUSE, minPause);
    }

    @Override
    public long getIntervalDuringBacklog() {
        return checkpoints.settings().effective(Setting.INTERVAL_DURING_BACKLOG);
    }

    @Override
    public void setIntervalDuringBacklog(long interval) {
        change(Setting.INTERVAL_DURING_BACKLOG, interval);
    }

    @Override
    public long getAlignedTimeout() {
        return checkpoints.settings().effective(Setting.ALIGNED_TIMEOUT);
    }

    @Override
    public void setAlignedTimeout(long timeout) {
        change(Setting.ALIGNED_TIMEOUT, timeout);
    }

    @Override
    public boolean isUnalignedEnabled() {
        return checkpoints.settings().effective(Setting.UNALIGNED_ENABLED) == 1;
    }

    @Override
    public void setUnalignedEnabled(boolean enabled) {
        change(Setting.UNALIGNED_ENABLED, Boolean.toString(enabled));
    }

    @Override
    public UnalignedCapable getUnalignedCapable() {
        return errors.readOrDefault(
                () -> engine().unalignedCapability().state(), UnalignedCapable.NO);
    }

    @Override
    public String getUnalignedCapableReason() {
        return errors.readOrDefault(() -> engine().unalignedCapability().reason(), "not known");
    }

    @Override
    public UnalignedResult enableUnaligned(boolean allowRestart, String reason) {
        return checkpoints.unaligned().enable(allowRestart, reason);
    }

    @Override
    public long getTolerableFailedCheckpoints() {
        return checkpoints.settings().effective(Setting.TOLERABLE_FAILED_CHECKPOINTS);
    }

    @Override
    public void setTolerableFailedCheckpoints(long value) {
        change(Setting.TOLERABLE_FAILED_CHECKPOINTS, value);
    }

    @Override
    public String getRetention() {
        return Setting.RETENTION.value(checkpoints.settings().effective(Setting.RETENTION));
    }

    @Override
    public void setRetention(String retention) {
        change(Setting.RETENTION, retention);
    }

    @Override
    public long getNumRetained() {
        return checkpoints.settings().effective(Setting.NUM_RETAINED);
    }

    @Override
    public void setNumRetained(long numRetained) {
        change(Setting.NUM_RETAINED, numRetained);
    }

    @Override
    public long getMaxConcurrent() {
        return checkpoints.settings().effective(Setting.MAX_CONCURRENT);
    }

    @Override
    public void setMaxConcurrent(long maxConcurrent) {
        change(Setting.MAX_CONCURRENT, maxConcurrent);
    }

    @Override
    public long getTransactionTimeout() {
        return checkpoints.settings().effective(Setting.TRANSACTION_TIMEOUT);
    }

    @Override
    public void setTransactionTimeout(long millis) {
        change(Setting.TRANSACTION_TIMEOUT, millis);
    }

    @Override
    public String getTransactionGuard() {
        return Setting.TRANSACTION_GUARD.value(
                checkpoints.settings().effective(Setting.TRANSACTION_GUARD));
    }

    @Override
    public void setTransactionGuard(String guard) {
        change(Setting.TRANSACTION_GUARD, guard);
    }

    @Override
    public long getMillisToTransactionTimeout() {
        return figures().millisToTransactionTimeout();
    }

    @Override
    public long getAutoExtendAckPercent() {
        return checkpoints.settings().effective(Setting.AUTO_EXTEND_ACK_PERCENT);
    }

    @Override
    public void setAutoExtendAckPercent(long value) {
        change(Setting.AUTO_EXTEND_ACK_PERCENT, value);
    }

    @Override
    public long getAutoExtendBy() {
        return checkpoints.settings().effective(Setting.AUTO_EXTEND_BY);
    }

    @Override
    public void setAutoExtendBy(long value) {
        change(Setting.AUTO_EXTEND_BY, value);
    }

    @Override
    public long getAutoExtendLimit() {
        return checkpoints.settings().effective(Setting.AUTO_EXTEND_LIMIT);
    }

    @Override
    public void setAutoExtendLimit(long value) {
        change(Setting.AUTO_EXTEND_LIMIT, value);
    }

    @Override
    public CheckpointSetting[] getSettings() {
        JobSettings now = checkpoints.settings();
        return Arrays.stream(Setting.values())
                .map(setting -> checkpoints.settingsService().describe(setting, now))
                .toArray(CheckpointSetting[]::new);
    }

    @Override
    public RelatedOption[] getRelatedOptions() {
        return errors.readOrDefault(
                () -> checkpoints.diagnostics().relatedOptions().toArray(new RelatedOption[0]),
                new RelatedOption[0]);
    }

    @Override
    public long getRevision() {
        return checkpoints.settings().revision();
    }

    @Override
    public SuspensionMode getSuspension() {
        return suspension().current().mode();
    }

    @Override
    public long getSuspendedSince() {
        return suspension().current().since();
    }

    @Override
    public long getSuspendedMillis() {
        return figures().suspendedMillis();
    }

    @Override
    public boolean isPeriodicTriggerArmed() {
        return errors.readOrDefault(() -> engine().nextTriggerIn().isPresent(), false);
    }

    @Override
    public long getNextTriggerAt() {
        return errors.readOrDefault(
                () -> {
                    OptionalLong delay = engine().nextTriggerIn();
                    return delay.isPresent()
                            ? Millis.plus(clock.millis(), delay.getAsLong())
                            : NONE;
                },
                NONE);
    }

    @Override
    public int getRescalePending() {
        return figures().rescalePending();
    }

    @Override
    public long getForcedRescaleAt() {
        return checkpoints.rescale().forcedAt();
    }

    @Override
    public PendingCheckpointInfo[] getPendingCheckpoints() {
        return figures().pending().toArray(new PendingCheckpointInfo[0]);
    }

    @Override
    public CompletedCheckpointInfo getLatestCompletedCheckpoint() {
        return figures().latestCompleted();
    }

    @Override
    public FailedCheckpointInfo getLatestFailedCheckpoint() {
        return errors.readOrDefault(() -> engine().latestFailed(), FailedCheckpointInfo.none());
    }

    @Override
    public long getTriggeredCount() {
        return errors.readOrDefault(() -> engine().counts().triggered(), NONE);
    }

    @Override
    public long getCompletedCount() {
        return errors.readOrDefault(() -> engine().counts().completed(), NONE);
    }

    @Override
    public long getFailedCount() {
        return errors.readOrDefault(() -> engine().counts().failed(), NONE);
    }

    @Override
    public long getExpiredCount() {
        return figures().expiredCount();
    }

    @Override
    public long getConsecutiveFailures() {
        return figures().consecutiveFailures();
    }

    @Override
    public long getExtendedCount() {
        return figures().extendedCount();
    }

    @Override
    public long getInProgressCount() {
        return errors.readOrDefault(() -> engine().counts().inProgress(), NONE);
    }

    @Override
    public long getRestoredCount() {
        return errors.readOrDefault(() -> engine().counts().restored(), NONE);
    }

    @Override
    public long getRestoredFromId() {
        return checkpoints.restores().checkpointId();
    }

    @Override
    public long getRestoredAt() {
        return checkpoints.restores().at();
    }

    @Override
    public long getCompletedSinceRestore() {
        return checkpoints.restores().completedSince();
    }

    @Override
    public long getSubmittedTimeout() {
        return checkpoints.settings().submitted().get(Setting.TIMEOUT);
    }

    @Override
    public long getSubmittedInterval() {
        return checkpoints.settings().submitted().get(Setting.INTERVAL);
    }

    @Override
    public long getSubmittedMinPause() {
        return checkpoints.settings().submitted().get(Setting.MIN_PAUSE);
    }

    @Override
    public long getPeriodicEnabled() {
        boolean suspended = getSuspension() != SuspensionMode.NONE;
        return errors.readOrDefault(() -> !suspended && engine().isPeriodicEnabled() ? 1L : 0L, 0L);
    }

    @Override
    public String getNotTriggering() {
        return figures().notTriggering();
    }

    @Override
    public long getPendingCount() {
        return figures().pending().size();
    }

    @Override
    public long getOldestPendingAge() {
        return figures().oldestPendingAge();
    }

    @Override
    public long getNextDeadlineIn() {
        return figures().nextDeadlineIn();
    }

    @Override
    public double getPendingDeadlineRatio() {
        return figures().pendingDeadlineRatio();
    }

    @Override
    public long getLatestCompletedId() {
        return getLatestCompletedCheckpoint().getId();
    }

    @Override
    public long getLatestCompletedAge() {
        return figures().latestCompletedAge();
    }

    @Override
    public long getRestartPointAge() {
        return figures().restartPointAge();
    }

    @Override
    public long getLatestCompletedDuration() {
        return getLatestCompletedCheckpoint().getDuration();
    }

    @Override
    public long getLatestCompletedSize() {
        return getLatestCompletedCheckpoint().getCheckpointedSize();
    }

    @Override
    public long getLatestCompletedFullSize() {
        return getLatestCompletedCheckpoint().getStateSize();
    }

    @Override
    public long getRescheduledCount() {
        return checkpoints.deadlines().rescheduledCount();
    }

    @Override
    public long getSettingsChangedCount() {
        return checkpoints.settingsService().changedCount();
    }

    @Override
    public long getLastChangeAt() {
        return checkpoints.settingsService().lastChangeAt();
    }

    @Override
    public long getOverrideActive() {
        return figures().overrideActive();
    }

    @Override
    public long getOverrideActiveSince() {
        return checkpoints.settings().overriddenSince();
    }

    @Override
    public long getOverrideActiveMillis() {
        return figures().overrideActiveMillis();
    }

    @Override
    public String getPersistenceProblem() {
        return checkpoints.unkept();
    }

    @Override
    public ChangeHistoryEntry[] getHistory() {
        return checkpoints.history().toArray(new ChangeHistoryEntry[0]);
    }

    @Override
    public String[] getCapabilities() {
        return engine().capabilities().stream()
                .map(Capability::name)
                .sorted()
                .toArray(String[]::new);
    }

    @Override
    public RescheduleResult[] rescheduleInFlight() {
        return checkpoints.deadlines().rescheduleInFlight().toArray(new RescheduleResult[0]);
    }

    @Override
    public RescheduleResult extendInFlight(long checkpointId, long byMillis) {
        return checkpoints.deadlines().extendInFlight(checkpointId, byMillis);
    }

    @Override
    public void abortCheckpoint(long checkpointId) {
        checkpoints.deadlines().abortCheckpoint(checkpointId);
    }

    @Override
    public CompletedCheckpointInfo triggerCheckpoint(String type) {
        return checkpoints.trigger().triggerCheckpoint(type);
    }

    @Override
    public StopResult stopWithCheckpoint(boolean drain, long deadlineMillis) {
        return checkpoints.stop().stopWithCheckpoint(drain, deadlineMillis);
    }

    @Override
    public StopResult stopWithSavepoint(
            String targetDirectory, String format, boolean drain, long deadlineMillis) {
        // JMX passes a null on
        String directory = targetDirectory == null ? "" : targetDirectory;
        return checkpoints.stop().stopWithSavepoint(directory, format, drain, deadlineMillis);
    }

    @Override
    public PinnedCheckpoint[] getPinnedCheckpoints() {
        return errors.readOrDefault(
                () -> checkpoints.pins().pinned().toArray(new PinnedCheckpoint[0]),
                new PinnedCheckpoint[0]);
    }

    @Override
    public long getPinnedCount() {
        return getPinnedCheckpoints().length;
    }

    @Override
    public PinnedCheckpoint pinCheckpoint(long checkpointId, String reason) {
        return checkpoints.pins().pinCheckpoint(checkpointId, reason);
    }

    @Override
    public UnpinResult unpinCheckpoint(long checkpointId) {
        return checkpoints.pins().unpinCheckpoint(checkpointId);
    }

    @Override
    public CheckpointDescription describeCheckpoint(long checkpointId) {
        return checkpoints.diagnostics().describeCheckpoint(checkpointId);
    }

    @Override
    public CheckpointDiagnosis diagnose() {
        return checkpoints.diagnostics().diagnose();
    }

    @Override
    public HolderStacks stacksOfHolders(long checkpointId) {
        return checkpoints.diagnostics().stacksOfHolders(checkpointId);
    }

    @Override
    public FailedHolders failHoldingTasks(long checkpointId, long most) {
        return checkpoints.holders().fail(checkpointId, most);
    }

    @Override
    public void resetFailureCount() {
        checkpoints.resetFailureCount();
    }

    @Override
    public SuspensionResult suspend(String mode) {
        return suspension().suspend(mode);
    }

    @Override
    public SuspensionResult suspendFor(String mode, long millis, String reason) {
        return suspension().suspendFor(mode, millis, reason);
    }

    @Override
    public SuspensionResult resume() {
        return suspension().resume();
    }

    @Override
    public SuspensionResult quiesce(long waitMillis) {
        return suspension().quiesce(waitMillis);
    }

    @Override
    public SafeToKillResult safeToKill() {
        return suspension().safeToKill();
    }

    @Override
    public long updateSettings(
            Map<String, String> values, String reason, long ttlMillis, long expectedRevision) {
        return checkpoints.settingsService().change(values, reason, ttlMillis, expectedRevision);
    }

    @Override
    public SettingsForecast forecastSettings(
            Map<String, String> values, long ttlMillis, long expectedRevision) {
        return checkpoints.settingsService().forecast(values, ttlMillis, expectedRevision);
    }

    @Override
    public long resetSettings() {
        return checkpoints.settingsService().reset();
    }

    private void change(Setting setting, Object value) {
        checkpoints.settingsService().change(Map.of(setting.attribute(), value), "", 0, -1);
    }

    private CheckpointFigures figures() {
        return new CheckpointFigures(checkpoints, clock, errors);
    }

    private CheckpointEngine engine() {
        return checkpoints.engine();
    }

    private SuspensionService suspension() {
        return checkpoints.suspension();
    }
}
