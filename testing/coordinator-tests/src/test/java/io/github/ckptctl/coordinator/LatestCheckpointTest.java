// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointMetricsBuilder;
import org.apache.flink.runtime.checkpoint.CheckpointsCleaner;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.checkpoint.TaskStateSnapshot;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.utils.SimpleAckingTaskManagerGateway;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.runtime.state.testutils.TestCompletedCheckpointStorageLocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Test of what is shown of a completed checkpoint whose tasks have reported their state. */
class LatestCheckpointTest {

    private static final int TASKS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    @RegisterExtension private final WovenFlink flink = new WovenFlink();

    private CheckpointCoordinator coordinator;
    private ExecutionGraph graph;

    @BeforeEach
    void makeCoordinator() throws Exception {
        graph = graph();
        coordinator =
                flink.submittedAs(
                        CheckpointCoordinatorConfiguration.builder()
                                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                                .setMaxConcurrentCheckpoints(1)
                                .build(),
                        graph);
    }

    @Test
    void showsWhatFlinkKnowsWheneverItIsAskedFirst() throws Exception {
        // when: no client reads the first
        complete();
        complete();
        CompletedCheckpoint known = stored();
        CompletedCheckpointInfo second = latest();

        // then
        assertThat(second.getId()).isEqualTo(known.getCheckpointID()).isEqualTo(2);
        assertThat(second.getStateSize()).isEqualTo(known.getStateSize()).isEqualTo(1 + 2 + 3);
        assertThat(second.getCheckpointedSize())
                .isEqualTo(known.getStatistic().getCheckpointedSize())
                .isEqualTo(10 + 20 + 30);
        assertThat(second.getProcessedInFlight())
                .isEqualTo(known.getStatistic().getProcessedData())
                .isEqualTo(100 + 200 + 300);
        assertThat(second.getStartDelay()).isEqualTo(7L * TASKS);
        assertThat(second.getAlignment()).isEqualTo(5L * TASKS);
        assertThat(second.getTriggeredAt()).isEqualTo(known.getTimestamp());
        assertThat(second.getCompletedAt()).isEqualTo(known.getCompletionTimestamp());
        assertThat(known.getExternalPointer()).isEqualTo("<checkpoint-not-externally-addressable>");
        assertThat(second.getExternalPath()).isEmpty();
        assertThat(second.getSurvives()).isEmpty();
        assertThat(latest()).isEqualTo(second);

        // and
        complete();
        assertThat(latest().getId()).isEqualTo(3);
    }

    @Test
    void isWhereTheOldestTransactionIsCountedFrom() throws Exception {
        // given
        CheckpointEngine engine = flink.jobOf(coordinator).engine();
        long created = graph.getStatusTimestamp(JobStatus.CREATED);

        // when
        long atFirst = engine.oldestTransactionAt();
        complete();
        complete();

        // then
        assertThat(created).isPositive();
        assertThat(atFirst).isEqualTo(created);
        assertThat(engine.oldestTransactionAt())
                .isEqualTo(stored().getTimestamp())
                .isGreaterThanOrEqualTo(created);
    }

    @Test
    void countsTheStateOfAnOperatorsCoordinator() throws Exception {
        // given: a newer one in the store, which no hook has reported, without statistics
        complete();
        CompletedCheckpoint first = stored();
        Map<OperatorID, OperatorState> states = first.getOperatorStates();
        states.values()
                .iterator()
                .next()
                .setCoordinatorState(new ByteStreamStateHandle("coordinator", new byte[50]));
        CompletedCheckpoint newer =
                new CompletedCheckpoint(
                        new JobID(),
                        first.getCheckpointID() + 1,
                        5,
                        8,
                        states,
                        List.of(),
                        first.getProperties(),
                        new TestCompletedCheckpointStorageLocation(),
                        null);
        coordinator
                .getCheckpointStore()
                .addCheckpointAndSubsumeOldestOne(newer, new CheckpointsCleaner(), () -> {});

        // when
        CompletedCheckpointInfo latest = flink.jobOf(coordinator).engine().latestUnderLock();

        // then
        assertThat(latest.getId()).isEqualTo(newer.getCheckpointID());
        assertThat(latest.getDuration()).isEqualTo(3);
        assertThat(latest.getStateSize()).isEqualTo(newer.getStateSize()).isEqualTo(1 + 2 + 3 + 50);
        assertThat(latest.getCheckpointedSize()).isEqualTo(-1);
        assertThat(latest.getStartDelay()).isEqualTo(-1);
    }

    @Test
    void isTheNewOneFromTheMomentThatTheOneBeforeIsDiscarded() throws Exception {
        // given: Flink's store marks the older one before the coordinator reports the new one
        WatchedStore store = new WatchedStore();
        coordinator = flink.storingIn(store.watched(), graph());
        complete();
        CompletedCheckpoint first = stored();
        List<CompletedCheckpointInfo> seen = new ArrayList<>();
        store.beforeAdding = added -> seen.add(latest());
        store.afterAdding =
                () -> {
                    assertThat(first.getStatistic().isDiscarded()).isTrue();
                    seen.add(latest());
                };

        // when
        complete();

        // then
        assertThat(seen).hasSize(2).noneMatch(CompletedCheckpointInfo::isDiscarded);
        assertThat(seen.get(0).getId()).isEqualTo(first.getCheckpointID());
        assertThat(seen.get(1)).isEqualTo(latest());
        assertThat(latest().getId()).isEqualTo(stored().getCheckpointID()).isEqualTo(2);
    }

    @Test
    void isNotOneThatTheStoreHasRejected() throws Exception {
        // given
        WatchedStore store = new WatchedStore();
        coordinator = flink.storingIn(store.watched(), graph());
        complete();
        store.beforeAdding =
                added -> {
                    throw new IllegalStateException("full");
                };

        // when
        Throwable failure = catchThrowable(this::complete);

        // then
        assertThat(failure).hasRootCauseMessage("full");
        assertThat(latest().getId()).isEqualTo(1);
        assertThat(latest().isDiscarded()).isFalse();

        // when: the job ends, and its checkpoints with it
        store.watched().shutdown(JobStatus.CANCELED, new CheckpointsCleaner());

        // then
        assertThat(latest().getId()).isEqualTo(1);
        assertThat(latest().isDiscarded()).isTrue();
    }

    private ExecutionGraph graph() throws Exception {
        return flink.graphOf(TASKS, new SimpleAckingTaskManagerGateway());
    }

    /**
     * Completes a checkpoint; each of its tasks has higher values of everything than the one
     * before.
     */
    private void complete() throws Exception {
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        PendingCheckpoint pending = coordinator.getPendingCheckpoints().values().iterator().next();
        JobID job = (JobID) FlinkField.of(coordinator, "job");
        int times = 0;
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
            times++;
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(
                            job,
                            task.getAttemptId(),
                            pending.getCheckpointID(),
                            new CheckpointMetricsBuilder()
                                    .setCheckpointStartDelayNanos(7L * times * NANOS_PER_MILLI)
                                    .setAlignmentDurationNanos(5L * times * NANOS_PER_MILLI)
                                    .setBytesProcessedDuringAlignment(100L * times)
                                    .setBytesPersistedDuringAlignment(0)
                                    .setBytesPersistedOfThisCheckpoint(10L * times)
                                    .setTotalBytesPersisted(times)
                                    .setSyncDurationMillis(0)
                                    .setAsyncDurationMillis(0)
                                    .build(),
                            stateOf(task, times)),
                    "here");
        }
        flink.timer.runQueued();
    }

    private static TaskStateSnapshot stateOf(Execution task, int bytes) {
        OperatorID operator =
                task.getVertex().getJobVertex().getOperatorIDs().get(0).getGeneratedOperatorID();
        return new TaskStateSnapshot(
                Map.of(
                        operator,
                        OperatorSubtaskState.builder()
                                .setManagedOperatorState(
                                        new OperatorStreamStateHandle(
                                                Map.of(),
                                                new ByteStreamStateHandle(
                                                        "state", new byte[bytes])))
                                .build()));
    }

    private CompletedCheckpointInfo latest() {
        return flink.jobOf(coordinator).engine().latestCompleted();
    }

    private CompletedCheckpoint stored() throws Exception {
        List<CompletedCheckpoint> all = coordinator.getCheckpointStore().getAllCheckpoints();
        return all.get(all.size() - 1);
    }
}
