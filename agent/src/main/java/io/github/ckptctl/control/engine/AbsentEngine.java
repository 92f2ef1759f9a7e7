// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointCounts;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TriggerType;
import io.github.ckptctl.control.model.UnalignedCapability;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/** Engine of a job that has no coordinator: a batch job, or one that is not scheduled yet. */
public final class AbsentEngine implements CheckpointEngine {

    public static final CheckpointEngine INSTANCE = new AbsentEngine();

    private AbsentEngine() {}

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public String missingReason(Capability capability) {
        return "the job has no checkpoint coordinator: it is a batch job or not scheduled yet";
    }

    @Override
    public UnalignedCapability unalignedCapability() {
        return UnalignedCapability.none(missingReason(Capability.UNALIGNED));
    }

    @Override
    public void redeploy(String why, Duration patience) {
        throw new IllegalStateException(missingReason(Capability.UNALIGNED));
    }

    @Override
    public PinKeeper pins() {
        return PinKeeper.NONE;
    }

    @Override
    public SubmittedSettings submitted() {
        return SubmittedSettings.unknown();
    }

    @Override
    public void apply(Runnable change, boolean rearmTrigger) {
        change.run();
    }

    @Override
    public List<RescheduleResult> rescheduleInFlight(Supplier<JobSettings> settings) {
        return List.of();
    }

    @Override
    public Optional<RescheduleResult> extend(long checkpointId, LongUnaryOperator allowance) {
        return Optional.empty();
    }

    @Override
    public boolean abort(long checkpointId, String why) {
        return false;
    }

    @Override
    public CompletableFuture<CompletedCheckpointInfo> trigger(TriggerType type) {
        return CompletableFuture.failedFuture(new IllegalStateException("no coordinator"));
    }

    @Override
    public StopHandle stop(boolean drain, Duration deadline) {
        throw new UnsupportedOperationException("no coordinator");
    }

    @Override
    public StopHandle stopWithSavepoint(
            String targetDirectory, SavepointFormat format, boolean drain, Duration deadline) {
        throw new UnsupportedOperationException("no coordinator");
    }

    @Override
    public long consecutiveFailures() {
        return -1;
    }

    @Override
    public void resetFailureCount() {}

    @Override
    public CompletedCheckpointInfo suspend(Runnable shut, Suspension suspension) {
        shut.run();
        return CompletedCheckpointInfo.none();
    }

    @Override
    public CompletedCheckpointInfo resume(Runnable open) {
        open.run();
        return CompletedCheckpointInfo.none();
    }

    @Override
    public void armIfNoneIsArmed() {}

    @Override
    public CompletedCheckpointInfo latestUnderLock() {
        return CompletedCheckpointInfo.none();
    }

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public OptionalLong nextTriggerIn() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong nextTriggerIn(JobSettings now, JobSettings next) {
        return OptionalLong.empty();
    }

    @Override
    public long submittedTolerableFailedCheckpoints() {
        return -1;
    }

    @Override
    public boolean isStopSnapshot(long checkpointId) {
        return false;
    }

    @Override
    public boolean isSavepoint(long checkpointId) {
        return false;
    }

    @Override
    public List<PendingCheckpointInfo> pending() {
        return List.of();
    }

    @Override
    public CompletedCheckpointInfo latestCompleted() {
        return CompletedCheckpointInfo.none();
    }

    @Override
    public long oldestTransactionAt() {
        return -1;
    }

    @Override
    public FailedCheckpointInfo latestFailed() {
        return FailedCheckpointInfo.none();
    }

    @Override
    public Optional<CheckpointDetail> detail(long checkpointId) {
        return Optional.empty();
    }

    @Override
    public List<Long> recent() {
        return List.of();
    }

    @Override
    public CheckpointCounts counts() {
        return CheckpointCounts.ZERO;
    }

    @Override
    public boolean isPeriodicEnabled() {
        return false;
    }

    @Override
    public TriggerConditions triggerConditions() {
        throw new UnsupportedOperationException("no coordinator");
    }

    @Override
    public Map<FlinkOption, OptionValue> relatedOptions() {
        return Map.of();
    }

    @Override
    public List<HolderStack> stacks(List<CheckpointHolder> holders, Duration patience) {
        throw new UnsupportedOperationException("no coordinator");
    }

    @Override
    public Optional<List<String>> failHolders(
            long checkpointId, Consumer<List<String>> admit, String why, Duration patience) {
        throw new UnsupportedOperationException("no coordinator");
    }
}
