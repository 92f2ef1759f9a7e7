// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.engine.StopHandle;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.apache.flink.runtime.scheduler.UpdateSchedulerNgOnInternalFailuresListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Test of a stop with a checkpoint on Flink's own coordinator, step by step. */
class StopTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @TempDir Path directory;

    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;
    private String target = "";
    private SavepointFormatType format;

    @BeforeEach
    void start() throws Exception {
        ExecutionGraph graph = flink.graph();
        coordinator = flink.storingIn(directory, graph);
        graph.setInternalTaskFailuresListener(
                new UpdateSchedulerNgOnInternalFailuresListener(scheduler()));
        job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
    }

    @Test
    void takesItsSnapshotInTheJobsCheckpointDirectory() {
        // when
        StopHandle stop = begin(Duration.ofMinutes(1));

        // then
        assertThat(stop.begun()).isCompleted();
        assertThat(URI.create(target).getPath())
                .isEqualTo(directory.resolve(coordinatorJob()).toString());
        assertThat(pending().getKind()).isEqualTo("Suspend Savepoint");
    }

    @Test
    void passesASuspensionAloneWithEveryOtherOption() {
        // given
        job.suspension().suspend("ALL");

        // when: another stop has the very same target
        StopHandle stop = begin(Duration.ofMinutes(1));
        CompletableFuture<CompletedCheckpoint> other =
                coordinator.triggerSynchronousSavepoint(
                        false, String.valueOf(target.toCharArray()), SavepointFormatType.NATIVE);
        CompletableFuture<CompletedCheckpoint> byHand = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();

        // then
        assertThat(pending().getKind()).isEqualTo("Suspend Savepoint");
        assertThat(other).isCompletedExceptionally();
        assertThat(byHand).isCompletedExceptionally();
        assertThat(stop.outcome()).isNotDone();
        assertThat(job.suspension().current().refuses(false)).isTrue();
    }

    @Test
    void rejectsTheOtherModeAndAnotherStopMeanwhile() {
        // given
        begin(Duration.ofMinutes(1));

        // when
        StopHandle second = job.engine().stop(false, Duration.ofMinutes(1));

        // then
        assertThat(catchThrowable(() -> job.suspension().suspend("ALL")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is under way");
        assertThat(second.begun())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("another stop is under way (savepoint 1 is in flight)");
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    @Test
    void isGivenUpWithoutATraceBeforeAnyTaskIsNotified() {
        // given: requested, and still waiting on the coordinator's timer
        StopHandle stop = job.engine().stop(false, Duration.ofMinutes(1));
        job.suspension().suspend("PERIODIC");

        // when
        CompletableFuture<?> givenUp = stop.giveUp("the time is over");
        flink.timer.runQueued();

        // then
        assertThat(givenUp.join()).hasToString("no task had heard of its snapshot");
        assertThat(stop.outcome()).isCompletedExceptionally();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        job.suspension().suspend("ALL");
    }

    @Test
    void isGivenUpInFlightAndCountsNoFailure() {
        // given
        StopHandle stop = begin(Duration.ofMinutes(1));

        // when
        CompletableFuture<?> givenUp = stop.giveUp("the time is over");
        flink.timer.runQueued();

        // then
        assertThat(givenUp.join())
                .asString()
                .startsWith("0 of its 1 tasks had acknowledged snapshot 1, not ");
        assertThat(stop.outcome()).isCompletedExceptionally();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.engine().consecutiveFailures()).isZero();
        // the way is free again
        job.suspension().suspend("ALL");
    }

    @Test
    void isNotExpiredByFlinkBeforeItsDeadline() {
        // given
        job.settingsService().change(Map.of("Timeout", "1000"), "", 0, -1);

        // when
        begin(Duration.ofMinutes(30));

        // then
        PendingCheckpointInfo shown = pending();
        assertThat(shown.getDeadline() - shown.getTriggeredAt())
                .isGreaterThan(Duration.ofMinutes(30).toMillis() - 1);
        assertThat(flink.timer.armed("CheckpointCanceller")).hasSize(1);
    }

    @Test
    void keepsItsDeadlineWhenTheOthersGetAnEarlierOne() {
        // given
        begin(Duration.ofMinutes(30));
        long deadline = pending().getDeadline();
        job.settingsService().change(Map.of("Timeout", "10"), "", 0, -1);

        // when
        List<RescheduleResult> forecast =
                List.of(
                        job.settingsService()
                                .forecast(Map.of("Timeout", "11"), 0, -1)
                                .getInFlight());
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then: to expire it would fail the job's tasks over
        RescheduleResult kept =
                new RescheduleResult(pending().getId(), deadline, deadline, RescheduleOutcome.KEPT);
        assertThat(results).containsExactly(kept);
        assertThat(forecast).containsExactly(kept);
        assertThat(pending().getDeadline()).isEqualTo(deadline);
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        assertThat(job.deadlines().rescheduledCount()).isZero();
    }

    @Test
    void keepsTheDeadlineOfAStopOfFlinksOwnToo() {
        // given
        CompletableFuture<CompletedCheckpoint> stop =
                coordinator.triggerSynchronousSavepoint(
                        false, directory.toUri().toString(), SavepointFormatType.NATIVE);
        flink.timer.runQueued();
        job.settingsService().change(Map.of("Timeout", "10"), "", 0, -1);

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(results)
                .singleElement()
                .extracting(RescheduleResult::getOutcome)
                .isEqualTo(RescheduleOutcome.KEPT);
        assertThat(stop).isNotDone();
    }

    @Test
    void getsALaterDeadlineLikeAnyOther() {
        // given
        begin(Duration.ofMinutes(1));
        job.settingsService().change(Map.of("Timeout", "7200000"), "", 0, -1);

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(results)
                .singleElement()
                .extracting(RescheduleResult::getOutcome)
                .isEqualTo(RescheduleOutcome.RESCHEDULED);
        assertThat(pending().getDeadline() - pending().getTriggeredAt()).isEqualTo(7_200_000);
    }

    @Test
    void writesASavepointToTheRequestedDirectory() {
        // given
        job.suspension().suspend("ALL");
        String wanted = directory.resolve("savepoints").toUri().toString();

        // when
        StopHandle stop =
                job.engine()
                        .stopWithSavepoint(
                                wanted, SavepointFormat.CANONICAL, true, Duration.ofMinutes(1));
        flink.timer.runQueued();

        // then
        assertThat(stop.begun()).isCompleted();
        assertThat(Path.of(URI.create(target))).isEqualTo(directory.resolve("savepoints"));
        assertThat(format).isEqualTo(SavepointFormatType.CANONICAL);
        assertThat(pending().getKind()).isEqualTo("Terminate Savepoint");
    }

    @Test
    void rejectsASavepointWithoutAValidDirectory() {
        for (String wanted : List.of("", " ", "::x")) {
            // when
            Throwable refused =
                    catchThrowable(
                            () ->
                                    job.engine()
                                            .stopWithSavepoint(
                                                    wanted,
                                                    SavepointFormat.NATIVE,
                                                    false,
                                                    Duration.ofMinutes(1)));

            // then
            assertThat(refused)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing changed")
                    .hasMessageContaining(
                            wanted.isBlank()
                                    ? CheckpointingOptions.SAVEPOINT_DIRECTORY.key()
                                    : "is no path")
                    .hasMessageContaining("the job runs on");
        }
        assertThat(target).isEmpty();
    }

    @Test
    void hasTheDeadlineOfItsCallerNotTheSavepointTimeout() {
        // given
        job.settingsService().change(Map.of("SavepointTimeout", "1000"), "", 0, -1);

        // when
        begin(Duration.ofMinutes(30));

        // then
        assertThat(pending().getDeadline() - pending().getTriggeredAt())
                .isGreaterThan(Duration.ofMinutes(30).toMillis() - 1);
        assertThat(job.deadlines().rescheduleInFlight())
                .singleElement()
                .extracting(RescheduleResult::getOutcome)
                .isEqualTo(RescheduleOutcome.KEPT);
    }

    /** Requests a stop and waits until its snapshot is in flight. */
    private StopHandle begin(Duration deadline) {
        StopHandle stop = job.engine().stop(false, deadline);
        flink.timer.runQueued();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        return stop;
    }

    private PendingCheckpointInfo pending() {
        return job.engine().pending().get(0);
    }

    private String coordinatorJob() {
        return FlinkField.of(coordinator, "job").toString();
    }

    /**
     * Returns a scheduler that acts on a stop as both of Flink's schedulers do, as far as the
     * coordinator sees it.
     */
    private SchedulerNG scheduler() {
        return (SchedulerNG)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {SchedulerNG.class},
                        (self, method, arguments) -> {
                            if (!method.getName().equals("stopWithSavepoint")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            target = (String) arguments[0];
                            format = (SavepointFormatType) arguments[2];
                            coordinator.stopCheckpointScheduler();
                            return coordinator
                                    .triggerSynchronousSavepoint(
                                            (boolean) arguments[1],
                                            target,
                                            (SavepointFormatType) arguments[2])
                                    .thenApply(CompletedCheckpoint::getExternalPointer);
                        });
    }
}
