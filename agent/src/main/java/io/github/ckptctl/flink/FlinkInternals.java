// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.mbeans.JobEnd;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.executiongraph.JobStatusListener;
import org.apache.flink.runtime.jobmaster.JobMasterConfiguration;
import org.apache.flink.runtime.rest.handler.legacy.ExecutionGraphCache;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.concurrent.ScheduledExecutor;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static io.github.ckptctl.control.model.Capability.ALIGNMENT;
import static io.github.ckptctl.control.model.Capability.FAIL_HOLDERS;
import static io.github.ckptctl.control.model.Capability.FORCED_RESCALE;
import static io.github.ckptctl.control.model.Capability.HOLDER_STACKS;
import static io.github.ckptctl.control.model.Capability.INITIAL_DELAY;
import static io.github.ckptctl.control.model.Capability.INTERVAL;
import static io.github.ckptctl.control.model.Capability.INTERVAL_DURING_BACKLOG;
import static io.github.ckptctl.control.model.Capability.JOBS;
import static io.github.ckptctl.control.model.Capability.LATEST_CHECKPOINT;
import static io.github.ckptctl.control.model.Capability.MAX_CONCURRENT;
import static io.github.ckptctl.control.model.Capability.MIN_PAUSE;
import static io.github.ckptctl.control.model.Capability.NUM_RETAINED;
import static io.github.ckptctl.control.model.Capability.PENDING_CHECKPOINTS;
import static io.github.ckptctl.control.model.Capability.PERIODIC_START;
import static io.github.ckptctl.control.model.Capability.PERSISTENCE;
import static io.github.ckptctl.control.model.Capability.RESCHEDULE;
import static io.github.ckptctl.control.model.Capability.REST_ROUTES;
import static io.github.ckptctl.control.model.Capability.RETENTION;
import static io.github.ckptctl.control.model.Capability.SAVEPOINT_TIMEOUT;
import static io.github.ckptctl.control.model.Capability.STATISTICS;
import static io.github.ckptctl.control.model.Capability.STOP_WITH_CHECKPOINT;
import static io.github.ckptctl.control.model.Capability.STOP_WITH_SAVEPOINT;
import static io.github.ckptctl.control.model.Capability.SUSPENSION;
import static io.github.ckptctl.control.model.Capability.TIMEOUT;
import static io.github.ckptctl.control.model.Capability.TOLERABLE_FAILED_CHECKPOINTS;
import static io.github.ckptctl.control.model.Capability.TRIGGER;
import static io.github.ckptctl.control.model.Capability.UNALIGNED;
import static io.github.ckptctl.control.model.Capability.UNASKED_TRIGGERS;

/**
 * The parts of Flink that are reached by reflection, all found at once, with the capabilities that
 * depend on each. Names are those of flink-runtime 1.18.1 to 2.3.0 unless a comment says otherwise.
 * Immutable.
 */
final class FlinkInternals {

    static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    static final String COORDINATOR = CHECKPOINT + "CheckpointCoordinator";
    static final String CONFIGURATION =
            "org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration";
    static final String CANCELLER = COORDINATOR + "$CheckpointCanceller";
    static final String REQUEST = COORDINATOR + "$CheckpointTriggerRequest";
    static final String DECIDER = CHECKPOINT + "CheckpointRequestDecider";
    static final String FAILURES = CHECKPOINT + "CheckpointFailureManager";
    static final String PROPERTIES = CHECKPOINT + "CheckpointProperties";
    static final String COMPLETED = CHECKPOINT + "CompletedCheckpoint";
    static final String SUBSUME_HELPER = CHECKPOINT + "CheckpointSubsumeHelper";
    static final String PENDING = CHECKPOINT + "PendingCheckpoint";
    static final String GRAPH = "org.apache.flink.runtime.executiongraph.";
    static final String SCHEDULER = "org.apache.flink.runtime.scheduler.";
    private static final String ADAPTIVE = RescaleInternals.ADAPTIVE;
    static final String JOB_VERTEX = "org.apache.flink.runtime.jobgraph.JobVertex";
    static final String JOB_MASTER = "org.apache.flink.runtime.jobmaster.JobMaster";
    static final String REST = "org.apache.flink.runtime.rest.handler.";
    static final String ROUTER = REST + "router.Router";
    static final String GATEWAY = "org.apache.flink.runtime.webmonitor.RestfulGateway";
    private static final String STORAGE = "org.apache.flink.runtime.state.filesystem.";
    private static final String ENTRYPOINT = "org.apache.flink.runtime.entrypoint.";
    static final String COLLECT = "org.apache.flink.streaming.api.operators.collect.";

    final FieldAccessor<Object> job;
    final FieldAccessor<Object> lock;
    final FieldAccessor<Map<Long, PendingCheckpoint>> pendingCheckpoints;
    final FieldAccessor<ScheduledExecutor> timer;
    final FieldAccessor<Clock> clock;
    final FieldAccessor<Object> statsTracker;
    final FieldAccessor<Long> timeout;
    final FieldAccessor<Long> interval;
    final FieldAccessor<Long> intervalDuringBacklog;
    final FieldAccessor<Long> minPause;
    final FieldAccessor<Boolean> exactlyOnce;
    final FieldAccessor<Boolean> unalignedEnabled;
    final FieldAccessor<Long> alignedTimeout;
    final FieldAccessor<Long> lastCompletion;
    final FieldAccessor<Object> decider;
    final FieldAccessor<Collection<Object>> deciderQueue;
    final FieldAccessor<Boolean> requestIsPeriodic;
    final MethodAccessor failRequest;
    final FieldAccessor<@Nullable ScheduledFuture<?>> armedTrigger;
    final MethodAccessor currentInterval;
    final MethodAccessor rescheduleTrigger;
    final MethodAccessor rescheduleTriggerAt;
    final MethodAccessor newCanceller;
    final FieldAccessor<@Nullable ScheduledFuture<?>> cancellerHandle;
    final MethodAccessor pendingProps;
    final MethodAccessor createSnapshot;
    final FieldAccessor<CheckpointStatsCounts> statsCounts;
    final FieldAccessor<Boolean> isTriggering;
    final FieldAccessor<Object> failures;
    final FieldAccessor<Integer> tolerableFailedCheckpoints;
    final FieldAccessor<AtomicInteger> failureCount;
    final MethodAccessor clearFailureCount;
    final FieldAccessor<Map<?, ExecutionVertex>> missingTasks;
    final FieldAccessor<CheckpointProperties> requestProps;
    final MethodAccessor cancelTrigger;
    final MethodAccessor abortPending;
    final MethodAccessor abortPendingAndQueued;
    final Map<JobEnd, MethodAccessor> discardedOn;
    final FieldAccessor<CheckpointProperties> checkpointProperties;
    final FieldAccessor<Object> jobOfMaster;
    final FieldAccessor<@Nullable SchedulerNG> scheduler;
    final FieldAccessor<JobMasterConfiguration> configurationOfMaster;

    final FieldAccessor<Object> planCalculator;
    final FieldAccessor<Object> planContext;
    final FieldAccessor<ExecutionGraph> graph;
    final FieldAccessor<@Nullable JobStatusListener> deActivator;
    final MethodAccessor newDeActivator;
    final MethodAccessor listenToExecutions;
    final MethodAccessor executionUpdated;
    final MethodAccessor isAnyOutputBlocking;

    final FieldAccessor<ConfigOption<?>> claimMode;
    final MethodAccessor changelogTakesNative;
    final FieldAccessor<@Nullable String> requestTarget;
    final FieldAccessor<CompletableFuture<?>> readyForTasks;
    final FieldAccessor<Path> checkpointsDirectory;
    final MethodAccessor defaultSavepointDirectory;
    final FieldAccessor<@Nullable Object> failuresListener;
    final FieldAccessor<SchedulerNG> schedulerOfListener;

    final FieldAccessor<ExecutionGraph> graphOfScheduler;
    final FieldAccessor<Object> stateOfAdaptive;
    final FieldAccessor<ExecutionGraph> graphOfState;

    final FieldAccessor<Integer> maxConcurrent;

    final PinInternals pins;
    final RescaleInternals rescale;
    final UnalignedInternals unaligned;
    final MetricInternals metrics;
    final TriggerInternals trigger;
    final HolderInternals holders;
    final RelatedOptions options;

    final FieldAccessor<GatewayRetriever<? extends RestfulGateway>> leaderRetriever;
    final FieldAccessor<Object> restTimeout;
    final FieldAccessor<Map<String, String>> responseHeaders;
    final MethodAccessor deliver;
    final MethodAccessor jobDetails;
    final FieldAccessor<ExecutionGraphCache> graphCache;
    final FieldAccessor<Object> processOfMaster;
    final FieldAccessor<@Nullable Object> clusterComponent;
    final FieldAccessor<Object> restServer;

    private final Map<Capability, Set<String>> missing;
    private final Set<Capability> absent;

    FlinkInternals(ClassLoader loader) {
        MemberLookup search = new MemberLookup(loader);
        Capability[] all = Capability.values();
        job = search.field(COORDINATOR, "job", all);
        lock = search.field(COORDINATOR, "lock", all);
        pendingCheckpoints =
                search.field(
                        COORDINATOR,
                        "pendingCheckpoints",
                        FAIL_HOLDERS,
                        PENDING_CHECKPOINTS,
                        RESCHEDULE,
                        SUSPENSION,
                        STOP_WITH_CHECKPOINT);
        timer = search.field(COORDINATOR, "timer", RESCHEDULE, STOP_WITH_CHECKPOINT);
        clock = search.field(COORDINATOR, "clock", INTERVAL, MIN_PAUSE);
        statsTracker = search.field(COORDINATOR, "statsTracker", STATISTICS);
        timeout =
                search.field(
                        COORDINATOR, "checkpointTimeout", TIMEOUT, SAVEPOINT_TIMEOUT, RESCHEDULE);
        interval = search.field(COORDINATOR, "baseInterval", INTERVAL);
        minPause = search.field(COORDINATOR, "minPauseBetweenCheckpoints", MIN_PAUSE);
        intervalDuringBacklog = intervalDuringBacklog(search);
        currentInterval = search.method(COORDINATOR, "getCurrentCheckpointInterval", 0);
        exactlyOnce = search.field(COORDINATOR, "isExactlyOnceMode", ALIGNMENT, UNALIGNED);
        unalignedEnabled =
                search.field(COORDINATOR, "unalignedCheckpointsEnabled", ALIGNMENT, UNALIGNED);
        alignedTimeout =
                search.field(COORDINATOR, "alignedCheckpointTimeout", ALIGNMENT, UNALIGNED);
        lastCompletion =
                search.field(
                        COORDINATOR, "lastCheckpointCompletionRelativeTime", INTERVAL, MIN_PAUSE);
        decider =
                search.field(
                        COORDINATOR,
                        "requestDecider",
                        INTERVAL,
                        MIN_PAUSE,
                        MAX_CONCURRENT,
                        SUSPENSION,
                        STOP_WITH_CHECKPOINT);
        deciderQueue =
                search.field(DECIDER, "queuedRequests", INTERVAL, SUSPENSION, STOP_WITH_CHECKPOINT);
        requestIsPeriodic = search.field(REQUEST, "isPeriodic", INTERVAL, SUSPENSION);
        failRequest =
                search.method(
                        REQUEST,
                        "completeExceptionally",
                        1,
                        INTERVAL,
                        SUSPENSION,
                        STOP_WITH_CHECKPOINT);
        // a ScheduledFuture either way; 1.18 has it under the other name
        armedTrigger =
                search.eitherField(
                        COORDINATOR,
                        "currentPeriodicTriggerFuture",
                        "currentPeriodicTrigger",
                        INTERVAL,
                        MIN_PAUSE,
                        SUSPENSION);
        // 1.19 on: (now, delay); 1.18: (delay)
        rescheduleTriggerAt = search.method(COORDINATOR, "rescheduleTrigger", 2);
        rescheduleTrigger =
                rescheduleTriggerAt.isFound()
                        ? rescheduleTriggerAt
                        : search.method(COORDINATOR, "rescheduleTrigger", 1, INTERVAL, MIN_PAUSE);
        if (!search.method(COORDINATOR, "getRandomInitDelay", 0).isFound()) {
            // 2.3 on: read where the scheduler is started
            search.field(COORDINATOR, "triggerDelay", INITIAL_DELAY);
        }
        newCanceller = search.constructor(CANCELLER, 2, RESCHEDULE);
        cancellerHandle = search.field(PENDING, "cancellerHandle", RESCHEDULE);
        pendingProps =
                search.method(
                        PENDING,
                        "getProps",
                        0,
                        PENDING_CHECKPOINTS,
                        SUSPENSION,
                        STOP_WITH_CHECKPOINT);
        createSnapshot =
                search.method(
                        CHECKPOINT + "CheckpointStatsTracker", "createSnapshot", 0, STATISTICS);
        // 1.x: the tracker is a class; 2.x: an interface with a default implementation
        statsCounts =
                search.fieldOfEither(
                        CHECKPOINT + "CheckpointStatsTracker",
                        RescaleInternals.TRACKER,
                        "counts",
                        STATISTICS);
        // 1.x: a JobGraph; 2.x: an ExecutionPlan
        jobOfMaster = search.eitherField(JOB_MASTER, "executionPlan", "jobGraph", JOBS);
        scheduler = search.field(JOB_MASTER, "schedulerNG", JOBS);
        configurationOfMaster =
                search.field(JOB_MASTER, "jobMasterConfiguration", PERSISTENCE, FORCED_RESCALE);
        search.method(JOB_MASTER, "createScheduler", 4, PERSISTENCE);

        isTriggering = search.field(COORDINATOR, "isTriggering", SUSPENSION);
        failures =
                search.field(
                        COORDINATOR, "failureManager", SUSPENSION, TOLERABLE_FAILED_CHECKPOINTS);
        tolerableFailedCheckpoints =
                search.field(FAILURES, "tolerableCpFailureNumber", TOLERABLE_FAILED_CHECKPOINTS);
        failureCount =
                search.field(FAILURES, "continuousFailureCounter", TOLERABLE_FAILED_CHECKPOINTS);
        clearFailureCount = search.method(FAILURES, "clearCount", 0, TOLERABLE_FAILED_CHECKPOINTS);
        missingTasks =
                search.field(
                        PENDING,
                        "notYetAcknowledgedTasks",
                        FAIL_HOLDERS,
                        RESCHEDULE,
                        STOP_WITH_CHECKPOINT);
        requestProps =
                search.field(REQUEST, "props", SUSPENSION, UNASKED_TRIGGERS, STOP_WITH_CHECKPOINT);
        cancelTrigger = search.method(COORDINATOR, "cancelPeriodicTrigger", 0, SUSPENSION);
        abortPending =
                search.method(
                        COORDINATOR, "abortPendingCheckpoint", 3, SUSPENSION, STOP_WITH_CHECKPOINT);
        abortPendingAndQueued =
                search.method(COORDINATOR, "abortPendingAndQueuedCheckpoints", 1, SUSPENSION);
        // an orderly stop of the JobManager suspends its jobs
        discardedOn =
                Map.of(
                        JobEnd.SHUTDOWN,
                        search.method(PROPERTIES, "discardOnJobSuspended", 0, RETENTION),
                        JobEnd.CANCEL,
                        search.method(PROPERTIES, "discardOnJobCancelled", 0, RETENTION),
                        JobEnd.FAILURE,
                        search.method(PROPERTIES, "discardOnJobFailed", 0, RETENTION),
                        JobEnd.FINISH,
                        search.method(PROPERTIES, "discardOnJobFinished", 0, RETENTION));
        checkpointProperties = search.field(COORDINATOR, "checkpointProperties", RETENTION);
        search.method(PROPERTIES, "forCheckpoint", 1, RETENTION);

        planCalculator =
                search.field(
                        COORDINATOR,
                        "checkpointPlanCalculator",
                        FAIL_HOLDERS,
                        HOLDER_STACKS,
                        PERIODIC_START,
                        TRIGGER,
                        UNALIGNED,
                        STOP_WITH_CHECKPOINT);
        planContext =
                search.field(
                        CHECKPOINT + "DefaultCheckpointPlanCalculator",
                        "context",
                        FAIL_HOLDERS,
                        HOLDER_STACKS,
                        PERIODIC_START,
                        TRIGGER,
                        UNALIGNED,
                        STOP_WITH_CHECKPOINT);
        graph =
                search.field(
                        GRAPH + "ExecutionGraphCheckpointPlanCalculatorContext",
                        "executionGraph",
                        FAIL_HOLDERS,
                        HOLDER_STACKS,
                        PERIODIC_START,
                        TRIGGER,
                        UNALIGNED,
                        STOP_WITH_CHECKPOINT);
        // until 2.2: jobStatusListener
        deActivator =
                search.eitherField(COORDINATOR, "deActivator", "jobStatusListener", PERIODIC_START);
        // 1.20 on: (whether no edge blocks); until 1.19: ()
        String create = "createActivatorDeactivator";
        MethodAccessor withArgument = search.method(COORDINATOR, create, 1);
        newDeActivator =
                withArgument.isFound()
                        ? withArgument
                        : search.method(COORDINATOR, create, 0, PERIODIC_START);
        isAnyOutputBlocking = search.method(JOB_VERTEX, "isAnyOutputBlocking", 0);
        // 2.3 on: it follows the tasks too
        listenToExecutions =
                search.method(
                        GRAPH + "DefaultExecutionGraph", "registerExecutionStateUpdateListener", 1);
        executionUpdated =
                search.method(GRAPH + "ExecutionStateUpdateListener", "onStateUpdate", 3);

        // from 1.20 on under another key, in another class
        claimMode =
                search.fieldOfEither(
                        "org.apache.flink.configuration.StateRecoveryOptions",
                        "org.apache.flink.runtime.jobgraph.SavepointConfigOptions",
                        "RESTORE_MODE");
        // missing in 1.18, which rejects what the backend below would take
        changelogTakesNative =
                search.method(
                        "org.apache.flink.state.changelog.AbstractChangelogStateBackend",
                        "supportsSavepointFormat",
                        1);
        requestTarget = search.field(REQUEST, "externalSavepointLocation", STOP_WITH_CHECKPOINT);
        readyForTasks =
                search.field(PENDING, "masterTriggerCompletionPromise", STOP_WITH_CHECKPOINT);
        failuresListener =
                search.field(
                        GRAPH + "DefaultExecutionGraph",
                        "internalTaskFailuresListener",
                        UNALIGNED,
                        STOP_WITH_CHECKPOINT);
        schedulerOfListener =
                search.field(
                        SCHEDULER + "UpdateSchedulerNgOnInternalFailuresListener",
                        "schedulerNg",
                        UNALIGNED,
                        STOP_WITH_CHECKPOINT);

        // for an agent that is attached later, to find the coordinators of jobs that run already
        graphOfScheduler = search.field(SCHEDULER + "SchedulerBase", "executionGraph");
        stateOfAdaptive = search.field(ADAPTIVE + "AdaptiveScheduler", "state", UNALIGNED);
        graphOfState =
                search.field(
                        ADAPTIVE + "StateWithExecutionGraph",
                        "executionGraph",
                        FORCED_RESCALE,
                        UNALIGNED);

        maxConcurrent = search.field(DECIDER, "maxConcurrentCheckpointAttempts", MAX_CONCURRENT);

        pins = new PinInternals(search);
        rescale = new RescaleInternals(search);
        unaligned = new UnalignedInternals(search);
        metrics = new MetricInternals(search);
        trigger = new TriggerInternals(search);
        holders = new HolderInternals(search);
        options = new RelatedOptions();

        leaderRetriever =
                search.field(REST + "LeaderRetrievalHandler", "leaderRetriever", REST_ROUTES);
        restTimeout = search.field(REST + "LeaderRetrievalHandler", "timeout", REST_ROUTES);
        responseHeaders =
                search.field(REST + "LeaderRetrievalHandler", "responseHeaders", REST_ROUTES);
        // the second argument is an OperatorID in 1.x, the uid that it is made of in 2.x
        deliver = search.method(GATEWAY, "deliverCoordinationRequestToCoordinator", 4, REST_ROUTES);
        jobDetails = search.method(GATEWAY, "requestMultipleJobDetails", 1, REST_ROUTES);
        graphCache =
                search.field(
                        REST + "job.AbstractExecutionGraphHandler",
                        "executionGraphCache",
                        REST_ROUTES);
        // for the address alone: without them, all works but that
        processOfMaster = search.field(JOB_MASTER, "fatalErrorHandler");
        clusterComponent = search.field(ENTRYPOINT + "ClusterEntrypoint", "clusterComponent");
        restServer =
                search.field(
                        ENTRYPOINT + "component.DispatcherResourceManagerComponent",
                        "webMonitorEndpoint");
        // in flink-streaming-java in 1.x
        search.constructor(COLLECT + "CollectCoordinationRequest", 2, REST_ROUTES);
        search.constructor(COLLECT + "CollectCoordinationResponse", 3, REST_ROUTES);

        // instrumented, not read or called: the members that the advices apply to
        FieldAccessor<Long> decidersMinPause =
                search.field(DECIDER, "minPauseBetweenCheckpoints", MIN_PAUSE);
        search.method(COORDINATOR, "triggerTasks", 3, ALIGNMENT, UNALIGNED);
        search.method(
                COORDINATOR,
                "createPendingCheckpoint",
                7,
                SAVEPOINT_TIMEOUT,
                PENDING_CHECKPOINTS,
                RESCHEDULE,
                STOP_WITH_CHECKPOINT);
        search.method(
                COORDINATOR,
                "reportCompletedCheckpoint",
                1,
                LATEST_CHECKPOINT,
                STOP_WITH_CHECKPOINT);
        search.method(COORDINATOR, "abortPendingCheckpoint", 3, PENDING_CHECKPOINTS, RESCHEDULE);
        search.method(COORDINATOR, "restoreLatestCheckpointedStateInternal", 5, LATEST_CHECKPOINT);
        search.method(CANCELLER, "run", 0, RESCHEDULE);
        search.field(COMPLETED, "props", RETENTION);
        search.method(COMPLETED, "shouldBeDiscardedOnShutdown", 1, RETENTION);
        search.method(SUBSUME_HELPER, "subsume", 3, NUM_RETAINED);
        search.method(COORDINATOR, "preCheckGlobalState", 1, SUSPENSION);
        search.method(DECIDER, "chooseRequestToExecute", 2, SUSPENSION, STOP_WITH_CHECKPOINT);
        search.method(FAILURES, "handleCheckpointException", 7, SUSPENSION);
        search.method(
                COORDINATOR,
                "scheduleTriggerWithDelay",
                rescheduleTriggerAt.isFound() ? 2 : 1,
                SUSPENSION);
        search.method(COORDINATOR, "startCheckpointScheduler", 0, PERIODIC_START, INTERVAL);
        search.method(COORDINATOR, "triggerCheckpointFromCheckpointThread", 3, UNASKED_TRIGGERS);
        search.method(JOB_MASTER, "triggerCheckpoint", 2, UNASKED_TRIGGERS);
        search.method(JOB_MASTER, "onStart", 0, JOBS);
        search.method(JOB_MASTER, "onStop", 0, JOBS);
        search.method(JOB_MASTER, "sendRequestToCoordinator", 2, REST_ROUTES);
        search.method(ROUTER, "route", 3, REST_ROUTES);

        // it re-arms the trigger as a change of the interval does
        search.needs(INITIAL_DELAY, INTERVAL);
        // the two stops differ in the place of the snapshot alone
        search.needs(STOP_WITH_SAVEPOINT, STOP_WITH_CHECKPOINT);
        checkpointsDirectory =
                search.field(
                        STORAGE + "FsCheckpointStorageAccess",
                        "checkpointsDirectory",
                        STOP_WITH_CHECKPOINT);
        defaultSavepointDirectory =
                search.method(
                        STORAGE + "AbstractFsCheckpointStorageAccess",
                        "getDefaultSavepointDirectory",
                        0,
                        STOP_WITH_SAVEPOINT);

        search.requireFinal(timeout, TIMEOUT, SAVEPOINT_TIMEOUT, RESCHEDULE);
        for (FieldAccessor<Long> periodic :
                List.of(interval, intervalDuringBacklog, minPause, decidersMinPause)) {
            // values that are checked against each other
            search.requireFinal(
                    periodic, INTERVAL, INTERVAL_DURING_BACKLOG, MIN_PAUSE, PERIODIC_START);
        }
        search.requireFinal(unalignedEnabled, ALIGNMENT, UNALIGNED);
        search.requireFinal(alignedTimeout, ALIGNMENT, UNALIGNED);
        search.requireFinal(tolerableFailedCheckpoints, TOLERABLE_FAILED_CHECKPOINTS);
        search.requireFinal(maxConcurrent, MAX_CONCURRENT);
        for (String store : List.of("Standalone", "Default")) {
            search.requireFinal(
                    search.field(
                            CHECKPOINT + store + "CompletedCheckpointStore",
                            "maxNumberOfCheckpointsToRetain",
                            NUM_RETAINED),
                    NUM_RETAINED);
        }
        missing = Map.copyOf(search.missing());
        absent = Set.copyOf(search.absent());
    }

    /**
     * Finds the field, 1.19 on; before, neither the coordinator nor a job's submitted configuration
     * has one.
     */
    private static FieldAccessor<Long> intervalDuringBacklog(MemberLookup search) {
        String field = "baseIntervalDuringBacklog";
        boolean isSubmitted = search.isThere(CONFIGURATION, "checkpointIntervalDuringBacklog");
        if (isSubmitted || search.isThere(COORDINATOR, field)) {
            return search.field(COORDINATOR, field, INTERVAL_DURING_BACKLOG);
        }
        search.hasNone(
                INTERVAL_DURING_BACKLOG,
                "this Flink knows no interval during backlog, neither in a job's configuration nor"
                        + " in the coordinator");
        return search.field(COORDINATOR, field);
    }

    /** Returns the parts that were not found, by the capabilities that are off for lack of them. */
    Map<Capability, Set<String>> missing() {
        return missing;
    }

    /** Returns those of these capabilities that this Flink has nothing for. */
    Set<Capability> absent() {
        return absent;
    }
}
