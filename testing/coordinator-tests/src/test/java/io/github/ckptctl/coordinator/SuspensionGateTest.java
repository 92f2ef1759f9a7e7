// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Test of the gate on Flink's own coordinator, against each way around it. */
class SuspensionGateTest {

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;

    @BeforeEach
    void start() throws Exception {
        coordinator = flink.coordinator(0);
        job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        assertThat(triggers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERIODIC", "ALL"})
    void takesTheArmedTriggerAwayAndArmsItOnceAtTheResume(String mode) {
        // when
        job.suspension().suspend(mode);
        List<RecordingTimer.Armed> suspended = triggers();
        job.suspension().resume();
        job.suspension().resume();

        // then
        assertThat(suspended).isEmpty();
        assertThat(triggers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERIODIC", "ALL"})
    void staysShutWhenFlinkStopsAndStartsItsScheduler(String mode) {
        // given
        job.suspension().suspend(mode);

        // when: as after a failover, a failed stop, or a task that reports that it runs
        coordinator.stopCheckpointScheduler();
        coordinator.startCheckpointScheduler();
        coordinator.startCheckpointScheduler();

        // then
        assertThat(triggers()).isEmpty();
        job.suspension().resume();
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void staysShutWhenTheBacklogChanges() {
        // given
        job.suspension().suspend("PERIODIC");

        // when
        OperatorID source = new OperatorID();
        coordinator.setIsProcessingBacklog(source, true);
        coordinator.setIsProcessingBacklog(source, false);

        // then
        assertThat(triggers()).isEmpty();
    }

    @Test
    void staysShutWhenTheIntervalOrTheMinPauseChanges() {
        // given
        job.suspension().suspend("PERIODIC");

        // when
        job.settingsService().change(Map.of("Interval", "1000", "MinPause", "500"), "", 0, -1);

        // then
        assertThat(triggers()).isEmpty();
    }

    @Test
    void leavesTheTriggerToFlinkWhenFlinkHasStoppedItsScheduler() {
        // given: as during a restart
        job.suspension().suspend("ALL");
        coordinator.stopCheckpointScheduler();

        // when
        job.suspension().resume();

        // then
        assertThat(triggers()).isEmpty();
        coordinator.startCheckpointScheduler();
        assertThat(triggers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERIODIC", "ALL"})
    void letsATriggerThatFiresInTheSameMomentDoNothing(String mode) {
        // given: fired, but the suspension gets the lock first
        RecordingTimer.Armed fired = triggers().get(0);
        job.suspension().suspend(mode);
        long failed = job.engine().counts().failed();

        // when
        fired.runnable.run();
        flink.timer.runQueued();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(triggers()).isEmpty();
        assertThat(job.engine().counts().failed()).isEqualTo(failed);
        assertThat(job.engine().isQuiet()).isTrue();
    }

    @Test
    void rejectsATriggerByHandWithTheReason() {
        // given
        job.suspension().suspendFor("ALL", 60_000, "patching node 7");

        // when
        CompletableFuture<CompletedCheckpoint> asked = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();

        // then
        assertThat(catchThrowable(asked::join))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("suspended (ALL) by jmx-local")
                .hasMessageContaining("patching node 7");
        assertThat(job.engine().counts().failed()).isZero();
    }

    @Test
    void letsATriggerByHandThroughWhileOnlyPeriodicOnesAreSuspended() {
        // given
        job.suspension().suspend("PERIODIC");

        // when
        WovenFlink.ask(coordinator);
        flink.timer.runQueued();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    @Test
    void letsASavepointThroughWhileOnlyPeriodicTriggersAreSuspended() {
        // given
        job.suspension().suspend("PERIODIC");

        // when
        coordinator.triggerSavepoint("file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    /**
     * Covers two methods. By the first one the adaptive scheduler triggers a checkpoint when it
     * wants a rescale, from 2.4 on; by the second one both schedulers do at the end of all data, on
     * every line.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rejectsFlinksOwnTriggersUnderSuspendPeriodic(boolean rescale) {
        // given
        job.suspension().suspendFor("PERIODIC", 60_000, "patching node 7");

        // when
        CompletableFuture<CompletedCheckpoint> unasked = triggerUnasked(rescale);
        flink.timer.runQueued();

        // then
        assertThat(unasked).isCompletedExceptionally();
        assertThat(catchThrowable(unasked::join)).hasMessageContaining("patching node 7");
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.engine().counts().failed()).isZero();
        assertThat(job.engine().isQuiet()).isTrue();
        assertThat(job.suspension().quiesce(0).isQuiesced()).isTrue();

        // and
        job.suspension().resume();
        triggerUnasked(rescale);
        flink.timer.runQueued();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void abortsAPeriodicCheckpointThatBecomesPendingWhileSuspended(boolean rescale) {
        // given: it has passed all checks, and the suspension comes before it is in flight
        CompletableFuture<CompletedCheckpoint> unasked = triggerUnasked(rescale);
        flink.timer.runNext();
        assertThat(coordinator.isTriggering()).isTrue();

        // when
        SuspensionResult result = job.suspension().suspend("PERIODIC");
        flink.timer.runQueued();

        // then
        assertThat(result.isQuiesced()).isFalse();
        assertThat(unasked).isCompletedExceptionally();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.engine().isQuiet()).isTrue();
    }

    private CompletableFuture<CompletedCheckpoint> triggerUnasked(boolean rescale) {
        return rescale
                ? coordinator.triggerCheckpoint(false)
                : coordinator.triggerCheckpoint(CheckpointType.CONFIGURED);
    }

    @Test
    void leavesPendingCheckpointsAloneUnderSuspendPeriodic() {
        // given
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();

        // when
        SuspensionResult result = job.suspension().suspend("PERIODIC");

        // then
        assertThat(result.isQuiesced()).isFalse();
        assertThat(result.getPending()).isEqualTo(1);
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
    }

    @Test
    void abortsWhatIsInFlightAndWhatWaitsWhenEverythingIsSuspended() {
        // given: one in flight and one that waits for it
        CompletableFuture<CompletedCheckpoint> first = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
        CompletableFuture<CompletedCheckpoint> second = coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();

        // when
        SuspensionResult result = job.suspension().suspend("ALL");

        // then
        assertThat(result.isQuiesced()).isTrue();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(flink.timer.armed("CheckpointCanceller")).isEmpty();
    }

    @Test
    void rejectsToAbortAStopWithSavepoint() {
        // given
        coordinator.triggerSynchronousSavepoint(
                false, "file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();
        PendingCheckpoint stop = coordinator.getPendingCheckpoints().values().iterator().next();

        // when
        Throwable refused = catchThrowable(() -> job.suspension().suspend("ALL"));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stop with savepoint is under way")
                .hasMessageContaining("savepoint " + stop.getCheckpointID());
        assertThat(stop.isDisposed()).isFalse();
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(triggers()).hasSize(1);

        // and
        job.suspension().suspend("PERIODIC");
        assertThat(stop.isDisposed()).isFalse();
    }

    @Test
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // the value of Flink's field
    void isNotQuietWhenACheckpointComesIntoFlightWhileItLooks() {
        // given: one that is triggered at the moment when the queue is inspected
        Object decider = FlinkField.of(coordinator, "requestDecider");
        TreeSet<Object> queue = (TreeSet<Object>) FlinkField.of(decider, "queuedRequests");
        AtomicBoolean once = new AtomicBoolean(true);
        FlinkField.set(
                decider,
                "queuedRequests",
                new TreeSet<Object>(queue.comparator()) {
                    @Override
                    public boolean isEmpty() {
                        if (once.compareAndSet(true, false)) {
                            coordinator.triggerCheckpoint(false);
                            flink.timer.runQueued();
                        }
                        return super.isEmpty();
                    }
                });

        // when
        boolean quiet = job.engine().isQuiet();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        assertThat(quiet).isFalse();
    }

    private List<RecordingTimer.Armed> triggers() {
        return flink.timer.armed("ScheduledTrigger");
    }
}
