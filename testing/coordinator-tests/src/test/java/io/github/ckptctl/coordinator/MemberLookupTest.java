// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.InstrumentedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test that a Flink without a member loses the capabilities that depend on it, by name, and no
 * other.
 */
class MemberLookupTest {

    private static final String RUNTIME = "org.apache.flink.runtime.";

    /** Names of capabilities that are checked against each other. */
    private static final String PERIODIC =
            "INTERVAL INTERVAL_DURING_BACKLOG MIN_PAUSE PERIODIC_START";

    private static final Set<String> ALL_WOVEN = InstrumentedType.byClassName().keySet();

    private static final String LISTENER =
            "org/apache/flink/runtime/checkpoint/CheckpointStatsListener.class";

    @ParameterizedTest
    @CsvSource({
        "checkpoint.CheckpointCoordinator, checkpointTimeout,"
                + " TIMEOUT SAVEPOINT_TIMEOUT RESCHEDULE",
        "checkpoint.CheckpointCoordinator, baseInterval, INTERVAL INITIAL_DELAY",
        "checkpoint.CheckpointCoordinator, baseIntervalDuringBacklog, INTERVAL_DURING_BACKLOG",
        "checkpoint.CheckpointCoordinator, alignedCheckpointTimeout, ALIGNMENT UNALIGNED",
        "checkpoint.CheckpointCoordinator, triggerTasks, ALIGNMENT UNALIGNED",
        "checkpoint.CheckpointCoordinator, masterHooks, UNALIGNED",
        "deployment.TaskDeploymentDescriptorFactory, createDeploymentDescriptor, UNALIGNED",
        "scheduler.DefaultScheduler, maybeRestartTasks, UNALIGNED",
        "scheduler.adaptive.AdaptiveScheduler, goToRestarting, UNALIGNED",
        "checkpoint.CheckpointCoordinator, preCheckGlobalState, SUSPENSION",
        "checkpoint.CheckpointCoordinator, triggerCheckpointFromCheckpointThread,"
                + " UNASKED_TRIGGERS",
        "checkpoint.CheckpointCoordinator$CheckpointTriggerRequest, externalSavepointLocation,"
                + " STOP_WITH_CHECKPOINT STOP_WITH_SAVEPOINT",
        "executiongraph.DefaultExecutionGraph, internalTaskFailuresListener,"
                + " UNALIGNED STOP_WITH_CHECKPOINT STOP_WITH_SAVEPOINT",
        "state.filesystem.FsCheckpointStorageAccess, '', STOP_WITH_CHECKPOINT",
        "state.filesystem.AbstractFsCheckpointStorageAccess, getDefaultSavepointDirectory,"
                + " STOP_WITH_SAVEPOINT",
        "checkpoint.CheckpointCoordinator, createPendingCheckpoint,"
                + " SAVEPOINT_TIMEOUT PENDING_CHECKPOINTS RESCHEDULE STOP_WITH_CHECKPOINT"
                + " STOP_WITH_SAVEPOINT",
        "checkpoint.CheckpointCoordinator, reportCompletedCheckpoint,"
                + " LATEST_CHECKPOINT STOP_WITH_CHECKPOINT STOP_WITH_SAVEPOINT",
        "checkpoint.CheckpointCoordinator, checkpointPlanCalculator,"
                + " FAIL_HOLDERS HOLDER_STACKS PERIODIC_START TRIGGER UNALIGNED STOP_WITH_CHECKPOINT"
                + " STOP_WITH_SAVEPOINT",
        "jobmaster.JobMaster, jobManagerJobMetricGroup, METRICS EVENTS",
        "metrics.groups.AbstractMetricGroup, close, METRICS",
        "checkpoint.CheckpointCoordinator, createActivatorDeactivator, PERIODIC_START",
        "checkpoint.CheckpointRequestDecider, minPauseBetweenCheckpoints, MIN_PAUSE",
        "checkpoint.CheckpointRequestDecider, queuedRequests,"
                + " INTERVAL INITIAL_DELAY SUSPENSION STOP_WITH_CHECKPOINT STOP_WITH_SAVEPOINT",
        "checkpoint.PendingCheckpoint, cancellerHandle, RESCHEDULE",
        "checkpoint.CheckpointFailureManager, clearCount, TOLERABLE_FAILED_CHECKPOINTS",
        "executiongraph.ExecutionGraphCheckpointPlanCalculatorContext, '',"
                + " FAIL_HOLDERS HOLDER_STACKS PERIODIC_START TRIGGER UNALIGNED STOP_WITH_CHECKPOINT"
                + " STOP_WITH_SAVEPOINT",
        "checkpoint.CheckpointCoordinator$CheckpointCanceller, '', RESCHEDULE",
        "checkpoint.CompletedCheckpoint, shouldBeDiscardedOnShutdown, RETENTION PINS",
        "checkpoint.CompletedCheckpoint, shouldBeDiscardedOnSubsume, PINS",
        "checkpoint.CheckpointSubsumeHelper, subsume, NUM_RETAINED",
        "checkpoint.CheckpointRequestDecider, maxConcurrentCheckpointAttempts,"
                + " MAX_CONCURRENT UNALIGNED",
        "checkpoint.CheckpointsCleaner, subsumedCheckpoints, PINS",
        "state.SharedStateRegistryImpl, scheduleAsyncDelete, PINS",
        "state.SharedStateRegistryImpl$SharedStateEntry, lastUsedCheckpointID, PINS",
        "checkpoint.CheckpointProperties, discardOnJobSuspended, RETENTION",
        "checkpoint.CheckpointCoordinator, checkpointProperties, RETENTION",
        "jobmaster.JobMaster, schedulerNG, JOBS",
        "jobmaster.JobMaster, jobMasterConfiguration, PERSISTENCE FORCED_RESCALE",
        "jobmaster.JobMaster, createScheduler, PERSISTENCE",
        "jobmaster.JobMaster, triggerCheckpoint, UNASKED_TRIGGERS",
        "jobmaster.JobMaster, '', HOLDER_STACKS JOBS PERSISTENCE UNASKED_TRIGGERS FORCED_RESCALE"
                + " REST_ROUTES METRICS EVENTS",
        "jobmaster.JobMaster, establishedResourceManagerConnection, HOLDER_STACKS",
        "resourcemanager.ResourceManagerGateway, requestThreadDump, HOLDER_STACKS",
        "checkpoint.PendingCheckpoint, notYetAcknowledgedTasks,"
                + " FAIL_HOLDERS RESCHEDULE STOP_WITH_CHECKPOINT STOP_WITH_SAVEPOINT",
        "jobmaster.JobMaster, sendRequestToCoordinator, REST_ROUTES",
        "rest.handler.router.Router, route, REST_ROUTES",
        "rest.handler.LeaderRetrievalHandler, leaderRetriever, REST_ROUTES",
        "rest.handler.job.AbstractExecutionGraphHandler, executionGraphCache, REST_ROUTES"
    })
    void turnsOffWhatRestsOnTheLostPart(String type, String member, String expected) {
        // given
        ModifiedFlink other = new ModifiedFlink(RUNTIME + type, member);

        // when
        FlinkRuntime access = new FlinkRuntime(other);
        Map<Capability, Set<String>> missing = missing(access);

        // then
        assertThat(access.absent()).isEqualTo(WovenFlink.ABSENT);
        String lost =
                type.substring(type.lastIndexOf('.') + 1) + (member.isEmpty() ? "" : "." + member);
        assertThat(missing.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected.split(" "))
                                .map(Capability::valueOf)
                                .filter(capability -> !WovenFlink.ABSENT.contains(capability))
                                .collect(Collectors.toSet()));
        assertThat(missing.values())
                .allSatisfy(
                        reasons ->
                                assertThat(reasons)
                                        .anySatisfy(why -> assertThat(why).contains(lost)));
    }

    @ParameterizedTest
    @CsvSource({
        "CheckpointCoordinator, checkpointTimeout, TIMEOUT SAVEPOINT_TIMEOUT RESCHEDULE",
        "CheckpointCoordinator, baseInterval, " + PERIODIC,
        "CheckpointCoordinator, baseIntervalDuringBacklog, " + PERIODIC,
        "CheckpointCoordinator, minPauseBetweenCheckpoints, " + PERIODIC,
        "CheckpointCoordinator, unalignedCheckpointsEnabled, ALIGNMENT UNALIGNED",
        "CheckpointCoordinator, alignedCheckpointTimeout, ALIGNMENT UNALIGNED",
        "CheckpointRequestDecider, minPauseBetweenCheckpoints, " + PERIODIC,
        "CheckpointRequestDecider, maxConcurrentCheckpointAttempts, MAX_CONCURRENT",
        "StandaloneCompletedCheckpointStore, maxNumberOfCheckpointsToRetain, NUM_RETAINED",
        "CheckpointFailureManager, tolerableCpFailureNumber, TOLERABLE_FAILED_CHECKPOINTS"
    })
    void leavesToFlinkWhatFlinkChangesItself(String type, String field, String expected) {
        // given: FLINK-39267, for one
        ModifiedFlink other = ModifiedFlink.open(RUNTIME + "checkpoint." + type, field);

        // when
        Map<Capability, Set<String>> missing = missing(new FlinkRuntime(other));

        // then
        Set<String> why =
                Set.of(type + "." + field + " is not final: this Flink changes it itself");
        assertThat(missing)
                .isEqualTo(
                        Arrays.stream(expected.split(" "))
                                .collect(Collectors.toMap(Capability::valueOf, name -> why)));
    }

    @ParameterizedTest
    @CsvSource({
        "scheduler.adaptive.DefaultStateTransitionManager, ''",
        "scheduler.adaptive.DefaultStateTransitionManager, triggerTransitionToSubsequentState",
        "scheduler.adaptive.DefaultStateTransitionManager, maxTriggerDelay",
        "scheduler.adaptive.DefaultStateTransitionManager$Stabilized, onTrigger",
        "scheduler.adaptive.Executing, rescaleOnFailedCheckpointCount",
        "checkpoint.DefaultCheckpointStatsTracker, checkpointStatsListener"
    })
    void leavesRescalesToFlinkWithoutAPartOfTheAdaptiveScheduler(String type, String member) {
        assumeTrue(
                getClass().getClassLoader().getResource(LISTENER) != null,
                "until 1.20 a rescale waits for no checkpoint");

        turnsOffWhatRestsOnTheLostPart(type, member, "FORCED_RESCALE");
    }

    @Test
    void knowsWhatThisLineDoesNotHaveFromWhatIsMissing() {
        // given: like 1.18, where a job is submitted without one and the coordinator stores none
        String interval = "checkpointIntervalDuringBacklog";
        ModifiedFlink older =
                ModifiedFlink.without(
                        Map.of(
                                RUNTIME + "jobgraph.tasks.CheckpointCoordinatorConfiguration",
                                interval,
                                RUNTIME + "checkpoint.CheckpointCoordinator",
                                "baseIntervalDuringBacklog"));

        // when
        FlinkRuntime access = new FlinkRuntime(older);

        // then
        assertThat(access.absent())
                .contains(Capability.INTERVAL_DURING_BACKLOG)
                .containsAll(WovenFlink.ABSENT)
                .hasSize(1 + WovenFlink.ABSENT.size());
        assertThat(missing(access))
                .containsOnlyKeys(Capability.INTERVAL_DURING_BACKLOG)
                .extractingByKey(Capability.INTERVAL_DURING_BACKLOG)
                .asString()
                .contains("this Flink knows no interval during backlog");
    }

    @Test
    void turnsOffEverythingWhenTheCoordinatorItselfIsAnother() {
        // given
        ModifiedFlink other = new ModifiedFlink(RUNTIME + "checkpoint.CheckpointCoordinator", "");

        // when, then
        assertThat(new FlinkRuntime(other).missing(ALL_WOVEN).keySet())
                .isEqualTo(EnumSet.allOf(Capability.class));
    }

    /** Returns what is missing beside what this line does not have at all. */
    private static Map<Capability, Set<String>> missing(FlinkRuntime access) {
        Map<Capability, Set<String>> missing = access.missing(ALL_WOVEN);
        missing.keySet().removeAll(WovenFlink.ABSENT);
        return missing;
    }
}
