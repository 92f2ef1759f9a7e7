// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.Execution;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Handler of the hooks in instrumented code: answers what that code asks and passes on what it
 * reports, from Flink's objects to the job they belong to.
 *
 * <p>Runs on Flink's threads. A read of a setting is a look-up in a weak map by identity and a
 * volatile read. The hooks catch whatever is thrown here.
 */
public final class FlinkHookHandler implements CheckpointHookHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FlinkHookHandler.class);

    private static final String MAX_RESCALE_DELAY =
            "jobmanager.adaptive-scheduler.rescale-trigger.max-delay";

    private final FlinkInternals parts;
    private final Set<Capability> capabilities;
    private final JobRegistry register;
    private final SuspensionGate gate;
    private final UnalignedTasks unalignedTasks;
    private final boolean isUnalignedReady;

    /** Coordinators and their request deciders, weakly, to the job whose settings they use. */
    private final WeakConcurrentMap<Object, JobCheckpointControl> owners =
            new WeakConcurrentMap<>(false, false);

    /**
     * Coordinators and their request deciders, weakly, to the engines, which hold them weakly. The
     * only way from an object of Flink's to an engine.
     */
    private final WeakConcurrentMap<Object, CoordinatorEngine> engines =
            new WeakConcurrentMap<>(false, false);

    private final JobMasterStates masters = new JobMasterStates();

    /**
     * Coordinators that were released with their JobMaster, weakly. Flink goes on calling them for
     * a while; one that was bound again would take its job's record from the JobManager that leads
     * by now.
     */
    private final WeakConcurrentMap<Object, Boolean> released =
            new WeakConcurrentMap<>(false, false);

    private final PinnedFilesByRegistry pinnedFiles = new PinnedFilesByRegistry();

    /** Held while a coordinator is registered; no lock of Flink's is taken inside. */
    private final Object binding = new Object();

    private final Executor background;
    private final Consumer<ClusterIdentity> cluster;
    private volatile boolean isClusterReported;
    private final RestAddress restAddress;

    /**
     * @param background runs tasks that wait for a coordinator's lock, each on a thread of its own
     * @param cluster called with this cluster's identity when the first job is known
     * @param restAddress looks for the address of the REST server by way of each job
     * @param unaligned which jobs' tasks are deployed capable of unaligned checkpoints
     */
    FlinkHookHandler(
            FlinkInternals parts,
            Set<Capability> capabilities,
            JobRegistry register,
            Executor background,
            Consumer<ClusterIdentity> cluster,
            RestAddress restAddress,
            UnalignedPolicy unaligned) {
        this.parts = parts;
        this.background = background;
        this.cluster = cluster;
        this.restAddress = restAddress;
        this.capabilities = capabilities;
        this.register = register;
        this.gate = new SuspensionGate(parts, capabilities);
        this.isUnalignedReady = unaligned.isReady();
        this.unalignedTasks =
                new UnalignedTasks(
                        parts, new UnalignedRestrictions(parts.unaligned, unaligned.excluded()));
    }

    @Override
    public long timeout(Object coordinator, long submitted) {
        return setting(coordinator, Setting.TIMEOUT, submitted);
    }

    @Override
    public long pendingTimeout(Object coordinator, long submitted, Object properties) {
        JobCheckpointControl job = owners.get(coordinator);
        return job == null
                ? submitted
                : job.settings()
                        .timeoutOr(((CheckpointProperties) properties).isSavepoint(), submitted);
    }

    @Override
    public long interval(Object coordinator, long submitted) {
        return setting(coordinator, Setting.INTERVAL, submitted);
    }

    @Override
    public long intervalDuringBacklog(Object coordinator, long submitted) {
        long interval = setting(coordinator, Setting.INTERVAL_DURING_BACKLOG, submitted);
        return interval == 0 ? SubmittedConfiguration.NO_INTERVAL : interval;
    }

    @Override
    public long alignedTimeout(Object coordinator, long submitted) {
        return setting(coordinator, Setting.ALIGNED_TIMEOUT, submitted);
    }

    @Override
    public boolean unalignedEnabled(Object coordinator, boolean submitted, Object pending) {
        boolean wanted = setting(coordinator, Setting.UNALIGNED_ENABLED, submitted ? 1 : 0) == 1;
        if (submitted || !wanted) {
            return wanted;
        }
        CoordinatorEngine engine = engines.get(coordinator);
        return engine != null && engine.mayBeUnaligned((PendingCheckpoint) pending);
    }

    @Override
    public boolean savepointsQueue(Object coordinator, boolean submitted) {
        CoordinatorEngine engine = engines.get(coordinator);
        return submitted
                || (setting(coordinator, Setting.UNALIGNED_ENABLED, 0) == 1
                        && engine != null
                        && engine.unalignedCapability().state() == UnalignedCapable.YES);
    }

    @Override
    public Object jobInformation(Object submitted, Object execution) {
        Execution attempt = (Execution) execution;
        return capabilities.contains(Capability.UNALIGNED)
                ? unalignedTasks.jobInformation(submitted, attempt, isCapabilityWanted(attempt))
                : submitted;
    }

    @Override
    public Object taskInformation(Object submitted, Object execution) {
        Execution attempt = (Execution) execution;
        return capabilities.contains(Capability.UNALIGNED)
                ? unalignedTasks.taskInformation(submitted, attempt, isCapabilityWanted(attempt))
                : submitted;
    }

    private boolean isCapabilityWanted(Execution attempt) {
        if (isUnalignedReady) {
            return true;
        }
        JobCheckpointControl job = register.find(attempt.getVertex().getJobId().toString());
        return job != null && job.settings().override(Setting.UNALIGNED_ENABLED) == 1;
    }

    @Override
    public long minPause(Object owner, long submitted) {
        return setting(owner, Setting.MIN_PAUSE, submitted);
    }

    @Override
    public int tolerableFailedCheckpoints(Object failureManager, int submitted) {
        return (int) setting(failureManager, Setting.TOLERABLE_FAILED_CHECKPOINTS, submitted);
    }

    @Override
    public Object retention(Object checkpoint, Object properties) {
        if (pinnedFilesOf((CompletedCheckpoint) checkpoint) != null) {
            return CheckpointProperties.forUnclaimedSnapshot();
        }
        String jobId = ((CompletedCheckpoint) checkpoint).getJobId().toString();
        JobCheckpointControl job = register.find(jobId);
        return CheckpointRetention.inForce(
                (CheckpointProperties) properties,
                job == null ? masters.lastRetention(jobId) : retentionOf(job));
    }

    private static long retentionOf(JobCheckpointControl job) {
        return job.settings().override(Setting.RETENTION);
    }

    @Override
    public Object subsumption(Object checkpoint, Object properties) {
        CompletedCheckpoint givenUp = (CompletedCheckpoint) checkpoint;
        PinnedFiles files = pinnedFilesOf(givenUp);
        if (files == null) {
            return properties;
        }
        files.givenUp(givenUp);
        return CheckpointProperties.forUnclaimedSnapshot();
    }

    @Override
    public boolean isStateKept(Object registry, Object state) {
        PinnedFiles files = pinnedFiles.find(registry);
        return files != null && files.withholds(state);
    }

    /** Returns the pinned files of a checkpoint's job, null if the checkpoint is not pinned. */
    private @Nullable PinnedFiles pinnedFilesOf(CompletedCheckpoint checkpoint) {
        String jobId = checkpoint.getJobId().toString();
        JobCheckpointControl job = register.find(jobId);
        PinnedFiles current = job == null ? null : pinnedFilesOf(job);
        if (current != null) {
            return current.isKept(checkpoint.getCheckpointID()) ? current : null;
        }
        // its store may ask when the job has left, as for the retention
        return masters.pinnedFiles(jobId, checkpoint.getCheckpointID());
    }

    @Override
    public int numRetained(Object checkpoints, int submitted) {
        CompletedCheckpoint newest = (CompletedCheckpoint) ((Deque<?>) checkpoints).peekLast();
        JobCheckpointControl job =
                newest == null ? null : register.find(newest.getJobId().toString());
        return job == null
                ? submitted
                : (int) job.settings().overrideOr(Setting.NUM_RETAINED, submitted);
    }

    @Override
    public int maxConcurrent(Object decider, int submitted) {
        return (int) setting(decider, Setting.MAX_CONCURRENT, submitted);
    }

    @Override
    public void coordinatorCreated(Object coordinator) {
        CheckpointCoordinator created = (CheckpointCoordinator) coordinator;
        if (isLeft(created)) {
            return;
        }
        // before it is registered, so that it has the settings of its job from its first
        // instruction; the thread is one that creates jobs, and itself reads what they need to
        // recover
        String jobId = parts.job.get(created).toString();
        String why = register.of(jobId).awaitRecovery();
        if (!why.isEmpty()) {
            LOG.warn("Job {} starts with its submitted settings for now: {}", jobId, why);
        }
        CoordinatorEngine engine = bindOnce(created);
        if (engine != null) {
            engine.readLatestFromStore(created);
        }
    }

    @Override
    public void coordinatorRestored(Object coordinator, Object checkpointId) {
        CoordinatorEngine engine = engineOf(coordinator);
        JobCheckpointControl job = owners.get(coordinator);
        if (engine == null || job == null) {
            return;
        }
        if (checkpointId instanceof OptionalLong) {
            job.restores().restored((OptionalLong) checkpointId);
        }
        engine.restored((CheckpointCoordinator) coordinator);
    }

    @Override
    public long initialDelay(Object coordinator, long drawn) {
        CoordinatorEngine engine = engines.get(coordinator);
        return engine == null ? drawn : engine.initialDelay(drawn);
    }

    @Override
    public boolean isStartGated(Object coordinator) {
        CoordinatorEngine engine = engines.get(coordinator);
        return engine != null && engine.isStartGated((CheckpointCoordinator) coordinator);
    }

    @Override
    public void schedulerStarted(Object coordinator) {
        CoordinatorEngine engine = engines.get(coordinator);
        JobCheckpointControl job = owners.get(coordinator);
        if (engine != null && job != null) {
            engine.started((CheckpointCoordinator) coordinator, job.settings());
        }
    }

    @Override
    public void checkpointTriggered(Object coordinator, Object pending, boolean periodic) {
        CoordinatorEngine engine = engineOf(coordinator);
        if (engine == null) {
            return;
        }
        CheckpointCoordinator current = (CheckpointCoordinator) coordinator;
        PendingCheckpoint checkpoint = (PendingCheckpoint) pending;
        engine.triggered(current, checkpoint, periodic);
        boolean passes = engine.stopping().triggered(checkpoint);
        JobCheckpointControl job = owners.get(coordinator);
        if (!passes
                && job != null
                && gate.refuses(job.suspension().current(), checkpoint, periodic)) {
            engine.abortIfSuspended(current, checkpoint, periodic, job.suspension());
        }
    }

    @Override
    public boolean isTriggerGated(Object coordinator) {
        JobCheckpointControl job = owners.get(coordinator);
        return job != null && job.suspension().current().refuses(true);
    }

    @Override
    public Throwable refusal(Object coordinator, boolean periodic, Throwable thrown) {
        JobCheckpointControl job = thrown == null ? owners.get(coordinator) : null;
        CoordinatorEngine engine = engines.get(coordinator);
        Suspension suspension = job == null ? null : job.suspension().current();
        return suspension != null
                        && engine != null
                        && suspension.refuses(periodic)
                        && (periodic || !engine.stopping().isUnderWay())
                ? SuspensionGate.refusal(suspension, periodic)
                : thrown;
    }

    @Override
    public void beforeChoosing(Object decider) {
        JobCheckpointControl job = owners.get(decider);
        CoordinatorEngine engine = engines.get(decider);
        if (job != null && engine != null) {
            CheckpointStopper stopping = engine.stopping();
            stopping.beforeChoosing(decider);
            gate.beforeChoosing(decider, job.suspension().current(), stopping::isOwn);
        }
    }

    @Override
    public boolean isRefusal(Object failureManager, Object pending, Throwable failure) {
        JobCheckpointControl job = owners.get(failureManager);
        return job != null
                && job.suspension().current().mode() != SuspensionMode.NONE
                && SuspensionGate.isRefusal(pending, failure);
    }

    @Override
    public void checkpointCompleting(Object coordinator, Object pending) {
        CoordinatorEngine engine = engines.get(coordinator);
        if (engine != null) {
            engine.stopping().completing((PendingCheckpoint) pending);
        }
    }

    @Override
    public void checkpointStoring(Object coordinator, Object completed) {
        CoordinatorEngine engine = engines.get(coordinator);
        if (engine != null) {
            engine.latest().storing((CompletedCheckpoint) completed);
        }
    }

    @Override
    public void checkpointStored(Object coordinator, boolean added) {
        CoordinatorEngine engine = engines.get(coordinator);
        if (engine != null && !added) {
            engine.latest().notStored();
        }
    }

    @Override
    public void checkpointCompleted(Object coordinator, Object completed) {
        CoordinatorEngine engine = engines.get(coordinator);
        JobCheckpointControl job = owners.get(coordinator);
        if (engine != null && job != null) {
            CompletedCheckpoint checkpoint = (CompletedCheckpoint) completed;
            engine.ended(checkpoint.getCheckpointID());
            CompletedCheckpointSnapshot latest = engine.completed(checkpoint);
            job.completed(latest.id(), latest.duration());
            if (!checkpoint.getProperties().isSavepoint()) {
                job.restores().completed();
            }
        }
    }

    @Override
    public void checkpointAborted(Object coordinator, Object pending, Throwable cause) {
        PendingCheckpoint checkpoint = (PendingCheckpoint) pending;
        CoordinatorEngine engine = engines.get(coordinator);
        JobCheckpointControl job = owners.get(coordinator);
        if (engine != null && job != null && !checkpoint.isDisposed()) {
            engine.ended(checkpoint.getCheckpointID());
            CheckpointFailureReason reason =
                    ((CheckpointException) cause).getCheckpointFailureReason();
            job.failed(
                    checkpoint.getCheckpointID(),
                    reason.message(),
                    reason == CheckpointFailureReason.CHECKPOINT_EXPIRED);
        }
    }

    @Override
    public boolean shouldSkipTimeout(Object pending, Object canceller) {
        PendingCheckpoint checkpoint = (PendingCheckpoint) pending;
        JobCheckpointControl job = register.find(checkpoint.getJobId().toString());
        if (job == null) {
            return false;
        }
        // neither of them leads to the coordinator, and others do not know the checkpoint
        for (Map.Entry<Object, CoordinatorEngine> engine : engines) {
            if (engine.getValue().shouldSkipTimeout(checkpoint, canceller, job)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkpointAsked(boolean begins) {
        gate.asking().set(begins);
    }

    @Override
    public void checkpointRequested(Object properties) {
        gate.requested(properties);
    }

    @Override
    public boolean isOwnAbort() {
        return gate.aborting().isSet();
    }

    @Override
    public void rescaleObserved(Object manager) {
        Rescaling rescaling = rescalingBy(manager);
        if (rescaling != null) {
            rescaling.observe(manager, isDelayConfigured(rescaling.jobId()));
        }
    }

    @Override
    public void rescaleTriggered(Object manager, boolean begins) {
        Rescaling rescaling = rescalingBy(manager);
        if (rescaling != null) {
            rescaling.triggered(begins);
        }
    }

    @Override
    public boolean isRescaleGated(Object manager) {
        Rescaling rescaling = rescalingBy(manager);
        return rescaling != null && rescaling.isGated();
    }

    /**
     * Returns the control of a state transition manager's rescales; null for a manager that waits
     * for resources, when there are no tasks yet, and where a part of Flink is missing.
     */
    private @Nullable Rescaling rescalingBy(Object manager) {
        if (!capabilities.contains(Capability.FORCED_RESCALE)) {
            return null;
        }
        Object state = parts.rescale.context.get(manager);
        CheckpointCoordinator coordinator =
                parts.graphOfState.isFieldOf(state)
                        ? parts.graphOfState.get(state).getCheckpointCoordinator()
                        : null;
        CoordinatorEngine engine = coordinator == null ? null : engines.get(coordinator);
        return engine == null ? null : engine.rescaling();
    }

    /** Returns whether the delay of a forced rescale is set in Flink's configuration. */
    private boolean isDelayConfigured(String jobId) {
        return masters.isAny(
                jobId,
                jobMaster ->
                        parts.configurationOfMaster
                                .get(jobMaster)
                                .getConfiguration()
                                .containsKey(MAX_RESCALE_DELAY));
    }

    @Override
    public void jobMasterCreated(Object jobMaster) {
        reportCluster(jobMaster);
        String jobId = WeakJobMasterSession.jobId(jobMaster, parts);
        masters.created(jobMaster, jobId);
        // its record is read while Flink reads its state
        register.of(jobId);
    }

    private void reportCluster(Object jobMaster) {
        if (capabilities.contains(Capability.PERSISTENCE) && !isClusterReported) {
            cluster.accept(
                    ClusterIdentity.of(
                            parts.configurationOfMaster.get(jobMaster).getConfiguration(),
                            System.getenv()));
            isClusterReported = true;
        }
    }

    @Override
    public void jobMasterStarted(Object jobMaster) {
        WeakJobMasterSession view = new WeakJobMasterSession(jobMaster, parts);
        // it may have been created before it was instrumented, and its coordinator with it
        reportCluster(jobMaster);
        adopt(view);
        masters.started(jobMaster, view.jobId());
        register.started(view.jobId(), view.jobName(), view);
        // one that is older than the agent may want a rescale already
        Object manager = view.transitionManager();
        if (manager != null) {
            rescaleObserved(manager);
        }
        restAddress.find(jobMaster);
    }

    /** Registers the coordinator that a JobMaster currently has, if it is not registered yet. */
    private void adopt(WeakJobMasterSession view) {
        CheckpointCoordinator coordinator = view.coordinator();
        if (coordinator != null && engines.get(coordinator) == null) {
            CoordinatorEngine engine = bindOnce(coordinator);
            JobCheckpointControl job = owners.get(coordinator);
            if (engine == null || job == null) {
                return;
            }
            // off the JobMaster's thread: it waits for the coordinator's lock
            background.execute(
                    () -> {
                        adopt(engine, coordinator, job);
                        job.follow();
                    });
        }
    }

    @Override
    public void jobMasterSeen(Object jobMaster) {
        if (masters.isNew(jobMaster)) {
            jobMasterStarted(jobMaster);
        }
    }

    @Override
    public void jobMasterStopping(Object jobMaster) {
        WeakJobMasterSession view = new WeakJobMasterSession(jobMaster, parts);
        masters.stopped(jobMaster, view.jobId());
        JobCheckpointControl job = register.find(view.jobId());
        // another JobMaster of this job may have started
        Job started = register.job(view.jobId());
        JobCheckpointControl own = started == null || started.master().isSame(view) ? job : null;
        PinnedFiles files = own == null ? null : pinnedFilesOf(own);
        if (own != null) {
            unbind(own);
        }
        register.gone(view.jobId(), view, view.isOver());
        if (own != null) {
            // nothing changes it any more
            masters.left(jobMaster, view.jobId(), retentionOf(own), files);
        }
    }

    @Override
    public void failed(Throwable error, long count) {
        if (count == 1) {
            LOG.warn("A hook failed; Flink went on with its own behaviour.", error);
        } else if (Long.toString(count).matches("10*")) {
            LOG.warn("Hooks have failed {} times so far, now with {}", count, error.toString());
        }
    }

    private long setting(Object owner, Setting setting, long submitted) {
        JobCheckpointControl job = owners.get(owner);
        return job == null ? submitted : job.settings().overrideOr(setting, submitted);
    }

    /**
     * Returns a coordinator's engine. A coordinator that is not registered yet is older than the
     * agent; it is adopted now, with what it has in flight. Null for one whose JobMaster has
     * stopped.
     */
    private @Nullable CoordinatorEngine engineOf(Object coordinator) {
        CoordinatorEngine known = engines.get(coordinator);
        if (known != null) {
            return known;
        }
        CheckpointCoordinator found = (CheckpointCoordinator) coordinator;
        CoordinatorEngine engine = isLeft(found) ? null : bindOnce(found);
        if (engine == null) {
            return null;
        }
        JobCheckpointControl job = owners.get(coordinator);
        if (job != null) {
            adopt(engine, found, job);
            // runs in order with the changes, for which no thread of Flink's waits
            background.execute(job::follow);
        }
        return engine;
    }

    /** Adopts what a coordinator has done before it was registered, under its lock. */
    private static void adopt(
            CoordinatorEngine engine, CheckpointCoordinator coordinator, JobCheckpointControl job) {
        engine.readLatestFromStore(coordinator);
        engine.adoptInFlight(coordinator);
        engine.adoptRestore(coordinator, job.restores());
    }

    /**
     * Releases a job's coordinators before they are collected; they may still abort what they have
     * in flight.
     */
    private void unbind(JobCheckpointControl job) {
        for (Map.Entry<Object, CoordinatorEngine> engine : engines) {
            if (owners.get(engine.getKey()) == job) {
                unbind(engine.getValue());
            }
        }
    }

    private void unbind(CoordinatorEngine engine) {
        CheckpointCoordinator coordinator = engine.coordinator();
        if (coordinator != null) {
            synchronized (binding) {
                released.put(coordinator, Boolean.TRUE);
            }
            Object decider = parts.decider.get(coordinator);
            engines.remove(coordinator);
            engines.remove(decider);
            owners.remove(coordinator);
            owners.remove(decider);
            owners.remove(parts.failures.get(coordinator));
        }
    }

    /**
     * Returns whether a coordinator belongs to no JobMaster that leads here: it was released, or
     * all known JobMasters of its job have stopped. The adaptive scheduler creates a coordinator on
     * another thread, and may be done with it only when its JobMaster has stopped.
     */
    private boolean isLeft(CheckpointCoordinator coordinator) {
        return released.containsKey(coordinator)
                || masters.isLeft(parts.job.get(coordinator).toString());
    }

    /**
     * Registers a coordinator, once, whichever thread is first; null if it was released. The
     * coordinator's lock is not taken in here: a thread of Flink's that comes later may hold it.
     */
    private @Nullable CoordinatorEngine bindOnce(CheckpointCoordinator coordinator) {
        synchronized (binding) {
            CoordinatorEngine known = engines.get(coordinator);
            return known != null || released.containsKey(coordinator)
                    ? known
                    : bindNew(coordinator);
        }
    }

    private CoordinatorEngine bindNew(CheckpointCoordinator coordinator) {
        String jobId = parts.job.get(coordinator).toString();
        JobCheckpointControl job = register.of(jobId);
        CoordinatorEngine engine =
                new CoordinatorEngine(
                        coordinator,
                        parts,
                        capabilities,
                        gate,
                        job.rescale(),
                        job::settings,
                        unalignedTasks,
                        () -> sessionOf(jobId),
                        pinnedFilesOf(coordinator));
        engines.expungeStaleEntries();
        owners.expungeStaleEntries();
        masters.expungeStaleEntries();
        released.expungeStaleEntries();
        engines.put(coordinator, engine);
        owners.put(coordinator, job);
        if (capabilities.contains(Capability.MIN_PAUSE)
                || capabilities.contains(Capability.MAX_CONCURRENT)
                || capabilities.contains(Capability.SUSPENSION)) {
            owners.put(parts.decider.get(coordinator), job);
            engines.put(parts.decider.get(coordinator), engine);
        }
        if (capabilities.contains(Capability.SUSPENSION)
                || capabilities.contains(Capability.TOLERABLE_FAILED_CHECKPOINTS)) {
            owners.put(parts.failures.get(coordinator), job);
        }
        job.attach(engine);
        return engine;
    }

    /** Returns the JobMaster session that a job has here, null if it has none. */
    private @Nullable WeakJobMasterSession sessionOf(String jobId) {
        Job started = register.job(jobId);
        return started != null && started.master() instanceof WeakJobMasterSession
                ? (WeakJobMasterSession) started.master()
                : null;
    }

    /** Returns the files of a coordinator's pinned checkpoints. One thread at a time. */
    private PinnedFiles pinnedFilesOf(CheckpointCoordinator coordinator) {
        Object registry = CoordinatorPins.registryOf(coordinator.getCheckpointStore());
        return registry == null ? new PinnedFiles() : pinnedFiles.getOrCreate(registry);
    }

    /** Returns the pinned files of a job, null if it has no coordinator. */
    private static @Nullable PinnedFiles pinnedFilesOf(JobCheckpointControl job) {
        return job.engine() instanceof CoordinatorEngine
                ? ((CoordinatorEngine) job.engine()).pins().files()
                : null;
    }
}
