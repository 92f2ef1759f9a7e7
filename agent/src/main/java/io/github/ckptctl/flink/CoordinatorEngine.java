// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.engine.CheckpointEngine;
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
import io.github.ckptctl.control.operation.RescaleService;
import io.github.ckptctl.control.operation.RestoreTracker;
import io.github.ckptctl.control.operation.SuspensionService;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Engine over one {@link CheckpointCoordinator}.
 *
 * <p>Holds the coordinator weakly, so that this engine, which the job's control retains, never
 * retains an execution graph. Reads use what the hooks reported and Flink's volatile or monotonic
 * fields; none takes the coordinator's lock, which Flink holds while it writes a checkpoint's
 * metadata.
 */
final class CoordinatorEngine implements CheckpointEngine {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorEngine.class);

    private final FlinkInternals parts;
    private final Set<Capability> capabilities;
    private final WeakReference<CheckpointCoordinator> reference;
    private final Object lock;
    private final SubmittedConfiguration submission;
    private final PeriodicTriggerScheduler trigger;
    private final SuspensionGate gate;
    private final CheckpointStopper stopping;
    private final PeriodicStart periodicStart;
    private final FlinkStatistics statistics;
    private final PendingCheckpointTracker inFlight;
    private final Rescaling rescaling;
    private final CheckpointRetention retention;
    private final UnalignedSwitch unaligned;
    private final CoordinatorPins pins;
    private final long graphCreatedAt;
    private final HoldingTasks holding;
    private final ThreadDumps dumps;
    private final LatestCheckpoint latest = new LatestCheckpoint(this::shown);

    /** Returns the JobMaster session that the job has here, null if there is none. */
    private final Supplier<@Nullable WeakJobMasterSession> session;

    /** The values of the job's options, null until they were asked for. */
    private volatile @Nullable Map<FlinkOption, OptionValue> options;

    /**
     * @param settings returns the current settings of the job
     * @param tasks knows which tasks are capable of unaligned checkpoints
     * @param session returns the JobMaster session that the job has here, null if there is none
     * @param pinnedFiles the files of the job's pinned checkpoints
     */
    CoordinatorEngine(
            CheckpointCoordinator coordinator,
            FlinkInternals parts,
            Set<Capability> capabilities,
            SuspensionGate gate,
            RescaleService rescale,
            Supplier<JobSettings> settings,
            UnalignedTasks tasks,
            Supplier<@Nullable WeakJobMasterSession> session,
            PinnedFiles pinnedFiles) {
        this.parts = parts;
        this.reference = new WeakReference<>(coordinator);
        this.graphCreatedAt = createdAt(graph());
        this.lock = parts.lock.get(coordinator);
        this.submission = new SubmittedConfiguration(coordinator, parts, capabilities);
        this.capabilities = submission.capabilities();
        this.trigger = new PeriodicTriggerScheduler(parts, settings);
        this.gate = gate;
        this.inFlight = new PendingCheckpointTracker(parts, gate.aborting(), settings);
        this.stopping = new CheckpointStopper(parts, gate);
        this.periodicStart = new PeriodicStart(parts);
        this.statistics = new FlinkStatistics(parts);
        this.rescaling = new Rescaling(parts.rescale, rescale, () -> latestCompleted().getId());
        this.retention =
                new CheckpointRetention(
                        coordinator.getCheckpointStore(),
                        () -> settings.get().override(Setting.RETENTION),
                        parts);
        this.unaligned = new UnalignedSwitch(parts, tasks, submission);
        this.holding = new HoldingTasks(parts);
        this.dumps = new ThreadDumps(parts.holders);
        this.session = session;
        this.pins =
                new CoordinatorPins(
                        reference::get,
                        lock,
                        parts.pins,
                        pinnedFiles,
                        checkpoint -> shown(CompletedCheckpointSnapshot.of(checkpoint)));
    }

    @Override
    public Set<Capability> capabilities() {
        if (whyNotUnaligned().isEmpty()) {
            return capabilities;
        }
        Set<Capability> without = EnumSet.copyOf(capabilities);
        without.remove(Capability.ALIGNMENT);
        return without;
    }

    @Override
    public String missingReason(Capability capability) {
        String why = submission.whyRuledOut(capability);
        if (why.isEmpty() && capability == Capability.ALIGNMENT) {
            why = whyNotUnaligned();
        }
        return why.isEmpty() ? CheckpointEngine.super.missingReason(capability) : why;
    }

    /** Returns why a job that was submitted with aligned checkpoints has only those for now. */
    private String whyNotUnaligned() {
        if (!capabilities.contains(Capability.ALIGNMENT) || !submission.isAligned()) {
            return "";
        }
        UnalignedCapability capability = unalignedCapability();
        return capability.state() == UnalignedCapable.NO
                ? "the job was submitted with aligned checkpoints, and " + capability.reason()
                : "";
    }

    @Override
    public UnalignedCapability unalignedCapability() {
        return unaligned.capability(reference.get(), capabilities.contains(Capability.UNALIGNED));
    }

    @Override
    public CoordinatorPins pins() {
        return pins;
    }

    @Override
    public void redeploy(String why, Duration patience) {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            throw new IllegalStateException("the job's execution graph is gone");
        }
        unaligned.redeploy(coordinator, lock, stopping, why, patience);
    }

    /** Returns whether a checkpoint of a job submitted with aligned ones may be unaligned. */
    boolean mayBeUnaligned(PendingCheckpoint checkpoint) {
        return capabilities.contains(Capability.UNALIGNED) && unaligned.mayBeUnaligned(checkpoint);
    }

    @Override
    public SubmittedSettings submitted() {
        return submission.settings();
    }

    @Override
    public void apply(Runnable change, boolean rearmTrigger) {
        CheckpointCoordinator coordinator = reference.get();
        synchronized (lock) {
            change.run();
            if (rearmTrigger && coordinator != null && !coordinator.isShutdown()) {
                trigger.rearm(coordinator);
            }
        }
        if (rearmTrigger && coordinator != null && isStartedByUs()) {
            periodicStart.start(coordinator);
        }
        if (rearmTrigger) {
            rescaling.moved();
        }
    }

    /** Returns whether Flink's own scheduler would never run for this job. */
    private boolean isStartedByUs() {
        return !submission.isPeriodic() && capabilities().contains(Capability.PERIODIC_START);
    }

    /** Returns whether the scheduler must not be started although a listener requests it. */
    boolean isStartGated(CheckpointCoordinator coordinator) {
        return isStartedByUs() && periodicStart.isOver(coordinator);
    }

    /**
     * Called when the scheduler was started. 2.3, unlike 2.0, draws the first delay when the
     * coordinator is created, from the submitted interval ({@code
     * CheckpointCoordinatorConfiguration.getInitialTriggeringDelay}), which may be much longer than
     * the effective one, and is practically infinite for a job without one.
     */
    void started(CheckpointCoordinator coordinator, JobSettings settings) {
        if (settings.override(Setting.INTERVAL) == JobSettings.NO_OVERRIDE) {
            return;
        }
        synchronized (lock) {
            trigger.rearmIfLate(coordinator);
        }
    }

    /**
     * Called when Flink starts its scheduler, with the lock held; returns the delay of the first
     * trigger in milliseconds.
     *
     * @param drawn the delay that Flink would use
     */
    long initialDelay(long drawn) {
        return trigger.started(drawn);
    }

    /** Called when the state of the job's tasks has been restored. */
    void restored(CheckpointCoordinator coordinator) {
        stopping.restored();
        synchronized (lock) {
            trigger.restored(coordinator);
        }
        readLatestFromStore(coordinator);
    }

    @Override
    public List<RescheduleResult> rescheduleInFlight(Supplier<JobSettings> settings) {
        List<TrackedCheckpoint> asked = inFlight.oldestFirst();
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            return List.of();
        }
        synchronized (lock) {
            return inFlight.moveAll(coordinator, asked, settings.get());
        }
    }

    @Override
    public Optional<RescheduleResult> extend(long checkpointId, LongUnaryOperator allowance) {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            return Optional.empty();
        }
        synchronized (lock) {
            return inFlight.extend(coordinator, checkpointId, allowance);
        }
    }

    @Override
    public boolean abort(long checkpointId, String why) {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            return false;
        }
        synchronized (lock) {
            PendingCheckpoint pending = parts.pendingCheckpoints.get(coordinator).get(checkpointId);
            if (pending == null || pending.isDisposed()) {
                return false;
            }
            stopping.requireNone(pending);
            gate.abort(coordinator, pending, why);
            return true;
        }
    }

    @Override
    public CompletableFuture<CompletedCheckpointInfo> trigger(TriggerType type) {
        CheckpointCoordinator coordinator = reference.get();
        ExecutionGraph graph = graph();
        if (coordinator == null || graph == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the job's execution graph is gone"));
        }
        return CompletableFuture.completedFuture(CheckpointType.valueOf(type.name()))
                .thenComposeAsync(
                        wanted -> gate.asking().during(() -> coordinator.triggerCheckpoint(wanted)),
                        graph.getJobMasterMainThreadExecutor())
                .thenApply(checkpoint -> shown(CompletedCheckpointSnapshot.of(checkpoint)));
    }

    @Override
    public StopHandle stop(boolean drain, Duration deadline) {
        CheckpointCoordinator coordinator = present();
        StopTarget target = StopTarget.checkpoint(coordinator, parts);
        return stopping.ask(coordinator, lock, inFlight, target, drain, deadline);
    }

    @Override
    public StopHandle stopWithSavepoint(
            String targetDirectory, SavepointFormat format, boolean drain, Duration deadline) {
        CheckpointCoordinator coordinator = present();
        StopTarget target = StopTarget.savepoint(coordinator, parts, targetDirectory, format);
        return stopping.ask(coordinator, lock, inFlight, target, drain, deadline);
    }

    private CheckpointCoordinator present() {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            throw new IllegalStateException("the job's execution graph is gone");
        }
        return coordinator;
    }

    @Override
    public long consecutiveFailures() {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator == null
                ? -1
                : parts.failureCount.get(parts.failures.get(coordinator)).get();
    }

    @Override
    public void resetFailureCount() {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator != null) {
            synchronized (lock) {
                parts.clearFailureCount.call(parts.failures.get(coordinator));
            }
        }
    }

    @Override
    public CompletedCheckpointInfo suspend(Runnable shut, Suspension suspension) {
        synchronized (lock) {
            CheckpointCoordinator coordinator = reference.get();
            if (coordinator == null || coordinator.isShutdown()) {
                shut.run();
                return latestCompleted();
            }
            if (suspension.mode() == SuspensionMode.ALL) {
                stopping.requireNone(coordinator);
            }
            shut.run();
            trigger.disarm(coordinator);
            if (suspension.mode() == SuspensionMode.ALL) {
                gate.abortEverything(coordinator, suspension);
            }
            return latest.read(coordinator);
        }
    }

    @Override
    public CompletedCheckpointInfo resume(Runnable open) {
        CompletedCheckpointInfo newest;
        synchronized (lock) {
            open.run();
            CheckpointCoordinator coordinator = reference.get();
            if (coordinator == null || coordinator.isShutdown()) {
                return latestCompleted();
            }
            trigger.rearm(coordinator);
            newest = latest.read(coordinator);
        }
        rescaling.moved();
        return newest;
    }

    @Override
    public void armIfNoneIsArmed() {
        synchronized (lock) {
            CheckpointCoordinator coordinator = reference.get();
            if (coordinator != null
                    && !coordinator.isShutdown()
                    && capabilities.contains(Capability.SUSPENSION)) {
                trigger.rearmIfNone(coordinator);
            }
        }
    }

    @Override
    public CompletedCheckpointInfo latestUnderLock() {
        CheckpointCoordinator coordinator = reference.get();
        if (coordinator == null) {
            return latestCompleted();
        }
        synchronized (lock) {
            return latest.read(coordinator);
        }
    }

    @Override
    public boolean isQuiet() {
        CheckpointCoordinator coordinator = reference.get();
        // Read in the order in which a trigger advances, so that none is missed that advances
        // meanwhile. A manual one that Flink has just taken out of the queue is in none of the
        // three for a moment and counts as a later one; a periodic one is rejected when it
        // advances.
        return coordinator == null
                || (TriggerRequestQueue.of(parts.decider.get(coordinator), parts).isEmpty()
                        && !parts.isTriggering.get(coordinator)
                        && inFlight.oldestFirst().isEmpty());
    }

    @Override
    public OptionalLong nextTriggerIn() {
        CheckpointCoordinator coordinator = reference.get();
        ScheduledFuture<?> armed = coordinator == null ? null : parts.armedTrigger.get(coordinator);
        return armed == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, armed.getDelay(TimeUnit.MILLISECONDS)));
    }

    @Override
    public OptionalLong nextTriggerIn(JobSettings now, JobSettings next) {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator == null
                ? OptionalLong.empty()
                : trigger.forecast(coordinator, now, next);
    }

    @Override
    public long submittedTolerableFailedCheckpoints() {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator == null
                ? -1
                : parts.tolerableFailedCheckpoints.get(parts.failures.get(coordinator));
    }

    @Override
    public boolean isStopSnapshot(long checkpointId) {
        return inFlight.isStopSnapshot(checkpointId);
    }

    @Override
    public boolean isSavepoint(long checkpointId) {
        return inFlight.isSavepoint(checkpointId);
    }

    @Override
    public List<PendingCheckpointInfo> pending() {
        return inFlight.oldestFirst().stream()
                .map(TrackedCheckpoint::info)
                .collect(Collectors.toList());
    }

    @Override
    public CompletedCheckpointInfo latestCompleted() {
        return latest.info();
    }

    @Override
    public long oldestTransactionAt() {
        return Math.max(graphCreatedAt, latest.triggeredAt());
    }

    @Override
    public FailedCheckpointInfo latestFailed() {
        return fromStatistics(statistics::latestFailed).orElseGet(FailedCheckpointInfo::none);
    }

    @Override
    public Optional<CheckpointDetail> detail(long checkpointId) {
        return fromStatistics(coordinator -> statistics.detail(coordinator, checkpointId))
                .flatMap(found -> found);
    }

    @Override
    public List<Long> recent() {
        return fromStatistics(statistics::recent).orElseGet(List::of);
    }

    @Override
    public CheckpointCounts counts() {
        return statistics.counts(
                capabilities.contains(Capability.STATISTICS) ? reference.get() : null);
    }

    private <T> Optional<T> fromStatistics(Function<CheckpointCoordinator, T> question) {
        return capabilities.contains(Capability.STATISTICS)
                ? Optional.ofNullable(reference.get()).map(question)
                : Optional.empty();
    }

    @Override
    public boolean isPeriodicEnabled() {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator != null
                && coordinator.isPeriodicCheckpointingStarted()
                && coordinator.isPeriodicCheckpointingConfigured();
    }

    @Override
    public TriggerConditions triggerConditions() {
        return new CoordinatorConditions(
                parts,
                reference.get(),
                stopping,
                inFlight,
                trigger,
                () -> {
                    WeakJobMasterSession current = session.get();
                    return current == null ? "" : current.status();
                });
    }

    @Override
    public Map<FlinkOption, OptionValue> relatedOptions() {
        Map<FlinkOption, OptionValue> known = options;
        ExecutionGraph graph = known == null ? graph() : null;
        if (graph != null) {
            WeakJobMasterSession current = session.get();
            known =
                    parts.options.values(
                            graph.getJobConfiguration(),
                            current == null ? null : current.configuration(),
                            triggerConditions().isAllowedAfterTasksFinished());
            options = known;
        }
        return known == null ? Map.of() : known;
    }

    @Override
    public List<HolderStack> stacks(List<CheckpointHolder> holders, Duration patience) {
        WeakJobMasterSession current = session.get();
        Object resourceManager = current == null ? null : current.resourceManager();
        ExecutionGraph graph = graph();
        if (resourceManager == null || graph == null) {
            throw new IllegalStateException(
                    "the JobMaster has no connection to the ResourceManager at the moment");
        }
        return dumps.stacks(holders, graph, resourceManager, patience);
    }

    @Override
    public Optional<List<String>> failHolders(
            long checkpointId, Consumer<List<String>> admit, String why, Duration patience) {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator == null
                ? Optional.empty()
                : holding.fail(coordinator, lock, stopping, checkpointId, admit, why, patience);
    }

    /** Returns the execution graph, null if it is gone or cannot be known. */
    private @Nullable ExecutionGraph graph() {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator == null || !parts.planCalculator.isFound()
                ? null
                : ExecutionGraphLookup.of(coordinator, parts);
    }

    /**
     * Returns when an execution graph was created, in epoch milliseconds: before any of its tasks
     * was deployed. {@code DefaultExecutionGraph} sets it in its constructor and never again (1.18
     * to 2.3). Where the graph is not known, the current time is returned.
     */
    private static long createdAt(@Nullable ExecutionGraph graph) {
        return graph == null
                ? System.currentTimeMillis()
                : graph.getStatusTimestamp(JobStatus.CREATED);
    }

    /** Returns the stopper of the job. */
    CheckpointStopper stopping() {
        return stopping;
    }

    /** Returns the control of the job's rescales. */
    Rescaling rescaling() {
        return rescaling;
    }

    /** Returns the coordinator, null once it is collected. */
    @Nullable CheckpointCoordinator coordinator() {
        return reference.get();
    }

    /** Called when a checkpoint was triggered. */
    void triggered(
            CheckpointCoordinator coordinator, PendingCheckpoint checkpoint, boolean periodic) {
        TrackedCheckpoint added = inFlight.add(coordinator, checkpoint);
        if (periodic) {
            trigger.triggered(added.triggeredNanos());
        }
    }

    /** Adopts the checkpoints that were in flight before this engine was created. */
    void adoptInFlight(CheckpointCoordinator coordinator) {
        synchronized (lock) {
            for (PendingCheckpoint checkpoint : inFlight.unknown(coordinator)) {
                triggered(coordinator, checkpoint, true);
            }
        }
    }

    /** Called when a checkpoint has ended. */
    void ended(long checkpointId) {
        inFlight.remove(checkpointId);
    }

    /**
     * Returns whether a canceller that fired must do nothing; the lock of the checkpoint's
     * coordinator is held. False for a checkpoint of another coordinator.
     */
    boolean shouldSkipTimeout(
            PendingCheckpoint checkpoint, Object canceller, JobCheckpointControl job) {
        CheckpointCoordinator coordinator = reference.get();
        return coordinator != null
                && inFlight.shouldSkipTimeout(coordinator, checkpoint, canceller, job);
    }

    /** Returns the newest completed checkpoint, which the hooks keep up to date. */
    LatestCheckpoint latest() {
        return latest;
    }

    /** Called when a checkpoint or a savepoint completes. */
    CompletedCheckpointSnapshot completed(CompletedCheckpoint checkpoint) {
        CompletedCheckpointSnapshot completed = latest.completed(checkpoint);
        if (checkpoint.getProperties().isSynchronous()) {
            stopping.completed(checkpoint, shown(completed));
        }
        return completed;
    }

    /** Passes on what the job was restored from, for one that was there before the agent. */
    void adoptRestore(CheckpointCoordinator coordinator, RestoreTracker tracker) {
        if (capabilities.contains(Capability.STATISTICS)) {
            statistics.adoptRestore(coordinator, tracker);
        }
    }

    /**
     * Looks up the newest checkpoint in the completed store, under the coordinator's lock. A store
     * that cannot be read is left to Flink: the newest stays unknown until one completes.
     */
    void readLatestFromStore(CheckpointCoordinator coordinator) {
        synchronized (lock) {
            try {
                latest.read(coordinator);
                pins.look(coordinator);
            } catch (IllegalStateException e) {
                LOG.warn("The newest completed checkpoint is not known", e);
            }
        }
    }

    /** Aborts a checkpoint that came into flight despite a suspension. */
    void abortIfSuspended(
            CheckpointCoordinator coordinator,
            PendingCheckpoint checkpoint,
            boolean periodic,
            SuspensionService suspension) {
        synchronized (lock) {
            if (gate.refuses(suspension.current(), checkpoint, periodic)) {
                gate.abort(coordinator, checkpoint, suspension.current().refusal());
            }
        }
    }

    /** Returns a checkpoint's info with the job ends that it currently survives. */
    private CompletedCheckpointInfo shown(CompletedCheckpointSnapshot checkpoint) {
        CompletedCheckpointInfo info = checkpoint.info();
        return info.isDiscarded()
                ? info
                : info.surviving(retention.survives(checkpoint, pins.isKept(checkpoint.id())));
    }
}
