// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.control.engine.StopHandle;
import io.github.ckptctl.control.engine.TriggerConditions;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointCounts;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.Setting;
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
import io.github.ckptctl.mbeans.SuspensionMode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** An engine that records the requests; its lock is only counted. */
public class RecordingEngine implements CheckpointEngine {

    final List<String> asked = new ArrayList<>();
    final Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    Runnable whenAsked = () -> {};
    Runnable beforeApplied = () -> {};
    Runnable afterChange = () -> {};
    Runnable beforeShut = () -> {};
    Runnable afterShut = () -> {};
    Runnable beforeQuiet = () -> {};
    Runnable afterOpen = () -> {};
    Runnable beforeRescheduled = () -> {};
    Runnable beforeExtended = () -> {};
    List<RescheduleResult> rescheduled = List.of();
    CompletedCheckpointInfo latest = CompletedCheckpointInfo.none();
    CompletableFuture<CompletedCheckpointInfo> triggered = new CompletableFuture<>();
    FailedCheckpointInfo failed = FailedCheckpointInfo.none();
    final List<CheckpointDetail> details = new ArrayList<>();
    boolean stopUnderWay;
    final Set<Long> stopSnapshots = new HashSet<>();
    final Set<Long> savepoints = new HashSet<>();
    final RecordingStop stop = new RecordingStop();
    final RecordingPins pins = new RecordingPins();
    long failures = 2;
    long createdAt = 1_000_000;
    OptionalLong nextTriggerIn = OptionalLong.empty();
    UnalignedCapability unaligned = UnalignedCapability.complete("all 4 tasks are capable");
    Runnable beforeRedeployed = () -> {};
    final List<PendingCheckpointInfo> pending = new CopyOnWriteArrayList<>();
    final FakeConditions conditions = new FakeConditions();
    final Map<FlinkOption, OptionValue> options = new EnumMap<>(FlinkOption.class);
    List<String> holding = List.of();

    private final SubmittedSettings submitted;

    public RecordingEngine(long timeout, long interval, long minPause) {
        submitted =
                SubmittedSettings.of(
                        Map.of(
                                Setting.TIMEOUT,
                                timeout,
                                Setting.INTERVAL,
                                interval,
                                Setting.MIN_PAUSE,
                                minPause,
                                Setting.RETENTION,
                                1L,
                                Setting.NUM_RETAINED,
                                3L,
                                Setting.MAX_CONCURRENT,
                                1L,
                                Setting.TOLERABLE_FAILED_CHECKPOINTS,
                                submittedTolerableFailedCheckpoints()));
    }

    /** Has a checkpoint in flight, and a result for the next time its deadline is moved. */
    public void addPending(PendingCheckpointInfo checkpoint, RescheduleResult moved) {
        pending.add(checkpoint);
        rescheduled = List.of(moved);
    }

    @Override
    public Set<Capability> capabilities() {
        Runnable once = whenAsked;
        whenAsked = () -> {};
        once.run();
        return capabilities;
    }

    @Override
    public PinKeeper pins() {
        return pins;
    }

    @Override
    public SubmittedSettings submitted() {
        return submitted;
    }

    @Override
    public UnalignedCapability unalignedCapability() {
        return unaligned;
    }

    @Override
    public void redeploy(String why, Duration patience) {
        beforeRedeployed.run();
        asked.add("redeploy: " + why);
    }

    @Override
    public void apply(Runnable change, boolean rearmTrigger) {
        beforeApplied.run();
        change.run();
        afterChange.run();
        asked.add(rearmTrigger ? "apply, rearm" : "apply");
    }

    @Override
    public List<RescheduleResult> rescheduleInFlight(Supplier<JobSettings> settings) {
        beforeRescheduled.run();
        asked.add("reschedule " + settings.get().timeout(false));
        return rescheduled;
    }

    @Override
    public Optional<RescheduleResult> extend(long checkpointId, LongUnaryOperator allowance) {
        beforeExtended.run();
        long allowed =
                pending.stream()
                        .filter(p -> p.getId() == checkpointId)
                        .mapToLong(p -> p.getDeadline() - p.getTriggeredAt())
                        .findFirst()
                        .orElse(0);
        asked.add("extend " + checkpointId + " by " + (allowance.applyAsLong(allowed) - allowed));
        return rescheduled.stream().filter(r -> r.getId() == checkpointId).findFirst();
    }

    @Override
    public boolean abort(long checkpointId, String why) {
        asked.add("abort " + checkpointId + ": " + why);
        return pending.removeIf(p -> p.getId() == checkpointId);
    }

    @Override
    public CompletableFuture<CompletedCheckpointInfo> trigger(TriggerType type) {
        asked.add("trigger " + type);
        return triggered;
    }

    @Override
    public StopHandle stop(boolean drain, Duration deadline) {
        asked.add((drain ? "stop, drained, " : "stop, ") + deadline);
        return stop;
    }

    @Override
    public StopHandle stopWithSavepoint(
            String targetDirectory, SavepointFormat format, boolean drain, Duration deadline) {
        asked.add(
                "stop with "
                        + format
                        + " savepoint in "
                        + targetDirectory
                        + (drain ? ", drained, " : ", ")
                        + deadline);
        return stop;
    }

    @Override
    public long consecutiveFailures() {
        return failures;
    }

    @Override
    public void resetFailureCount() {
        failures = 0;
    }

    @Override
    public CompletedCheckpointInfo suspend(Runnable shut, Suspension suspension) {
        asked.add("suspend " + suspension.mode());
        if (stopUnderWay && suspension.mode() == SuspensionMode.ALL) {
            throw new IllegalStateException("a stop with savepoint is under way");
        }
        beforeShut.run();
        shut.run();
        afterShut.run();
        return latest;
    }

    @Override
    public CompletedCheckpointInfo resume(Runnable open) {
        asked.add("resume");
        open.run();
        afterOpen.run();
        return latest;
    }

    @Override
    public void armIfNoneIsArmed() {
        asked.add("arm");
    }

    @Override
    public CompletedCheckpointInfo latestUnderLock() {
        return latest;
    }

    @Override
    public boolean isQuiet() {
        beforeQuiet.run();
        return pending.isEmpty();
    }

    @Override
    public OptionalLong nextTriggerIn() {
        return nextTriggerIn;
    }

    @Override
    public OptionalLong nextTriggerIn(JobSettings now, JobSettings next) {
        asked.add("next trigger at " + Setting.INTERVAL.text(next.effective(Setting.INTERVAL)));
        return nextTriggerIn;
    }

    @Override
    public long submittedTolerableFailedCheckpoints() {
        return 2;
    }

    @Override
    public boolean isStopSnapshot(long checkpointId) {
        return stopSnapshots.contains(checkpointId);
    }

    @Override
    public boolean isSavepoint(long checkpointId) {
        return savepoints.contains(checkpointId);
    }

    @Override
    public List<PendingCheckpointInfo> pending() {
        return List.copyOf(pending);
    }

    @Override
    public CompletedCheckpointInfo latestCompleted() {
        return latest;
    }

    @Override
    public long oldestTransactionAt() {
        return Math.max(createdAt, latest.getTriggeredAt());
    }

    @Override
    public FailedCheckpointInfo latestFailed() {
        return failed;
    }

    @Override
    public Optional<CheckpointDetail> detail(long checkpointId) {
        return details.stream().filter(detail -> detail.id() == checkpointId).findFirst();
    }

    @Override
    public List<Long> recent() {
        return details.stream()
                .map(CheckpointDetail::id)
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.toList());
    }

    @Override
    public CheckpointCounts counts() {
        return CheckpointCounts.ZERO;
    }

    @Override
    public boolean isPeriodicEnabled() {
        return true;
    }

    /** Sets the subtasks that hold whatever is in flight. */
    public void hold(String... names) {
        holding = List.of(names);
    }

    @Override
    public TriggerConditions triggerConditions() {
        return conditions;
    }

    @Override
    public Map<FlinkOption, OptionValue> relatedOptions() {
        return Map.copyOf(options);
    }

    @Override
    public List<HolderStack> stacks(List<CheckpointHolder> holders, Duration patience) {
        asked.add("stacks of " + holders.size());
        return holders.stream()
                .map(
                        holder ->
                                new HolderStack(
                                        holder.getTask(),
                                        holder.getVertexId(),
                                        holder.getSubtask(),
                                        holder.getHost(),
                                        "tm",
                                        holder.getTask() + " (1/2)#0",
                                        new String[] {"at Fetch.read"},
                                        ""))
                .collect(Collectors.toList());
    }

    @Override
    public Optional<List<String>> failHolders(
            long checkpointId, Consumer<List<String>> admit, String why, Duration patience) {
        if (stopUnderWay) {
            throw new IllegalStateException("a stop with savepoint is under way");
        }
        if (pending.stream().noneMatch(each -> each.getId() == checkpointId)) {
            return Optional.empty();
        }
        admit.accept(holding);
        asked.add("fail " + holding + ": " + why);
        return Optional.of(holding);
    }
}
