// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Test that Flink's own coordinator triggers nothing, and that {@code NotTriggering} says why. */
class TriggerObstaclesTest {

    private static final long INTERVAL = 10;

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    @Test
    void saysNothingOfATriggerThatIsDueLaterOrACheckpointInFlight() throws Exception {
        // given
        CheckpointCoordinator coordinator = flink.coordinator(0);
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        assertThat(job.diagnostics().notTriggering()).isEmpty();

        // when
        job.settingsService().change(Map.of("Interval", Long.toString(INTERVAL)), "", 0, -1);
        triggerPeriodically();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        passInterval();
        assertThat(job.diagnostics().notTriggering()).isEmpty();
    }

    @Test
    void namesABacklogWithoutAnInterval() throws Exception {
        // given
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        configuration()
                                .setCheckpointInterval(WovenFlink.INTERVAL)
                                .setCheckpointIntervalDuringBacklog(
                                        CheckpointCoordinatorConfiguration
                                                .DISABLED_CHECKPOINT_INTERVAL)
                                .build(),
                        flink.graph());
        coordinator.startCheckpointScheduler();
        JobCheckpointControl job = flink.jobOf(coordinator);
        OperatorID source = new OperatorID();

        // when
        coordinator.setIsProcessingBacklog(source, true);

        // then
        assertThat(job.diagnostics().notTriggering())
                .startsWith("a source is processing a backlog");
        coordinator.setIsProcessingBacklog(source, false);
        assertThat(job.diagnostics().notTriggering()).isEmpty();
    }

    @Test
    void namesCheckpointsThatAreStillBeingDeleted() throws Exception {
        // given: more than may be in flight at once
        CheckpointCoordinator coordinator = expected();
        JobCheckpointControl job = flink.jobOf(coordinator);
        FlinkField.set(cleanerOf(coordinator), "numberOfCheckpointsToClean", 2);

        // when
        triggerPeriodically();

        // then: Flink says nothing, and leaves the request in its queue
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.engine().triggerConditions().queued()).isEqualTo(1);
        assertThat(job.diagnostics().notTriggering())
                .startsWith(
                        "2 checkpoints have yet to be deleted from the storage, more than the 1");
        FlinkField.set(cleanerOf(coordinator), "numberOfCheckpointsToClean", 1);
        triggerPeriodically();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        assertThat(job.diagnostics().notTriggering()).isEmpty();
    }

    @Test
    void namesASavepointInTheWay() throws Exception {
        // given
        CheckpointCoordinator coordinator = expected();
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when
        coordinator.triggerSavepoint("file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();
        triggerPeriodically();

        // then
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isEqualTo(1);
        assertThat(job.diagnostics().notTriggering())
                .matches(
                        "savepoint \\d+ has been in flight for \\d+ ms, and no more than 1 may be in"
                                + " flight at once");
    }

    @Test
    void namesAStop() throws Exception {
        // given
        CheckpointCoordinator coordinator = expected();
        JobCheckpointControl job = flink.jobOf(coordinator);

        // when: as Flink's own stop with savepoint does
        coordinator.stopCheckpointScheduler();
        coordinator.triggerSynchronousSavepoint(
                false, "file:///nowhere", SavepointFormatType.CANONICAL);
        flink.timer.runQueued();

        // then
        assertThat(job.diagnostics().notTriggering())
                .matches("a stop of the job is under way \\(savepoint \\d+ is in flight\\).*");
    }

    @Test
    void namesTheQueueWhenItIsFull() throws Exception {
        // given: a decider that is kept from choosing
        CheckpointCoordinator coordinator = expected();
        JobCheckpointControl job = flink.jobOf(coordinator);
        FlinkField.set(cleanerOf(coordinator), "numberOfCheckpointsToClean", 2);
        for (int i = 0; i < 1000; i++) {
            WovenFlink.ask(coordinator);
            flink.timer.runQueued();
        }
        FlinkField.set(cleanerOf(coordinator), "numberOfCheckpointsToClean", 0);

        // then
        assertThat(job.diagnostics().notTriggering())
                .startsWith("1000 requests for checkpoints and savepoints are waiting");
    }

    @Test
    void namesTasksThatAreNotRunning() throws Exception {
        // given: Flink has not started its scheduler
        ExecutionGraph graph = flink.graph();
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        configuration().setCheckpointInterval(WovenFlink.INTERVAL).build(), graph);
        JobCheckpointControl job = flink.jobOf(coordinator);
        assertThat(job.diagnostics().notTriggering())
                .startsWith("Flink has not started its periodic trigger");

        // when
        setState(graph, ExecutionState.INITIALIZING);

        // then
        assertThat(job.diagnostics().notTriggering())
                .matches(
                        "not all subtasks are running: 1 of 1 are not \\(.* is INITIALIZING\\);"
                                + " Flink triggers none until they are");

        // and: where the scheduler runs already, as in 1.18, its triggers fail
        coordinator.startCheckpointScheduler();
        assertThat(job.diagnostics().notTriggering()).isEmpty();
        job.settingsService().change(Map.of("Interval", Long.toString(INTERVAL)), "", 0, -1);
        passInterval();
        triggerPeriodically();
        assertThat(coordinator.getNumberOfPendingCheckpoints()).isZero();
        assertThat(job.diagnostics().notTriggering()).startsWith("not all subtasks are running");
    }

    @Test
    void namesARaisedIntervalOnceACheckpointWouldHaveBeenDue() throws Exception {
        // given
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        configuration().setCheckpointInterval(INTERVAL).build(), flink.graph());
        JobCheckpointControl job = flink.jobOf(coordinator);
        coordinator.startCheckpointScheduler();
        // the first delay is random; from the first trigger on, the next one is certain
        triggerPeriodically();
        job.deadlines().abortCheckpoint(job.engine().pending().get(0).getId());

        // when
        job.settingsService().change(Map.of("Interval", "3600000"), "calm", 0, -1);
        passInterval();

        // then
        assertThat(job.diagnostics().notTriggering())
                .startsWith("Interval was raised from 10 ms to 3600000 ms by ")
                .contains(": the next is due in ");
    }

    /** Returns a coordinator whose periodic trigger was due by its interval. */
    private CheckpointCoordinator expected() throws Exception {
        CheckpointCoordinator coordinator =
                flink.submittedAs(
                        configuration().setCheckpointInterval(INTERVAL).build(), flink.graph());
        coordinator.startCheckpointScheduler();
        passInterval();
        assertThat(flink.jobOf(coordinator).diagnostics().notTriggering()).isEmpty();
        return coordinator;
    }

    private static CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder
            configuration() {
        return CheckpointCoordinatorConfiguration.builder()
                .setCheckpointTimeout(WovenFlink.TIMEOUT)
                .setMaxConcurrentCheckpoints(1);
    }

    /** Lets an interval pass on the clocks that Flink and the agent read. */
    private static void passInterval() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(3 * INTERVAL).toNanos()) {
            Thread.onSpinWait();
        }
    }

    private void triggerPeriodically() {
        flink.timer.armed("ScheduledTrigger").get(0).run();
        flink.timer.runQueued();
    }

    private static Object cleanerOf(CheckpointCoordinator coordinator) {
        return FlinkField.of(coordinator, "checkpointsCleaner");
    }

    private static void setState(ExecutionGraph graph, ExecutionState state) {
        graph.getAllExecutionVertices()
                .forEach(
                        vertex ->
                                FlinkField.set(
                                        vertex.getCurrentExecutionAttempt(), "state", state));
    }
}
