// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of what stands in the way of a periodic trigger, and of when one is expected. */
class NotTriggeringTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final long INTERVAL = 60_000;
    private static final long MIN_PAUSE = 5_000;

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, INTERVAL, MIN_PAUSE);
    private final FakeConditions flink = engine.conditions;
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @BeforeEach
    void attach() {
        job.attach(engine);
        engine.nextTriggerIn = OptionalLong.of(10_000);
    }

    @Test
    void isEmptyWhileATriggerIsDueAsConfigured() {
        // given: within the interval, and then within the min pause after it
        flink.sinceTrigger = OptionalLong.of(INTERVAL - 1);
        assertThat(why()).isEmpty();
        flink.sinceTrigger = OptionalLong.of(INTERVAL + 10);
        flink.sinceCompletion = OptionalLong.of(MIN_PAUSE - 1);
        flink.subtasksNotRunning = "not looked at";

        // then
        assertThat(why()).isEmpty();

        // and: overdue, but armed, as before the first trigger
        flink.sinceCompletion = OptionalLong.of(MIN_PAUSE + 1);
        flink.subtasksNotRunning = "";
        assertThat(why()).isEmpty();
    }

    @Test
    void isEmptyWhileACheckpointIsInFlightOrBeingTriggered() {
        // given
        overdue();
        flink.cleaning = 2;
        flink.queued = 1;

        // when
        flink.triggering = true;

        // then
        assertThat(why()).isEmpty();
        flink.triggering = false;
        pending("Checkpoint");
        assertThat(why()).isEmpty();
    }

    @Test
    void namesWhatMakesEveryTriggerImpossibleAtOnce() {
        // a backlog
        flink.backlog = true;
        assertThat(why())
                .isEqualTo(
                        "a source is processing a backlog, and IntervalDuringBacklog is 0: Flink"
                                + " triggers none until the source has caught up");

        // tasks that have not started
        flink.schedulerStarted = false;
        flink.subtasksNotRunning = "1 of 4 are not (count (1/2) is INITIALIZING)";
        assertThat(why())
                .startsWith("not all subtasks are running: 1 of 4 are not (count (1/2) is INIT");

        // finished ones
        flink.finishedSubtasks = 1;
        assertThat(why()).startsWith("not all subtasks are running");
        flink.allowedAfterTasksFinished = false;
        assertThat(why())
                .contains(
                        "a subtask has finished",
                        "checkpoints-after-tasks-finish.enabled is false");

        // a job that is not running
        flink.jobStatus = "RESTARTING";
        assertThat(why()).startsWith("the job is RESTARTING");

        // a stop
        flink.stopUnderWay = "savepoint 7 is in flight";
        assertThat(why()).startsWith("a stop of the job is under way (savepoint 7 is in flight)");

        // a suspension
        job.suspension().suspend("PERIODIC", "deploy");
        assertThat(why()).startsWith("Checkpointing is suspended (PERIODIC)");
    }

    @Test
    void namesCheckpointsThatAreStillBeingDeletedOnceOneIsExpected() {
        // given
        flink.cleaning = 2;
        flink.queued = 1;
        assertThat(why()).isEmpty();

        // when
        overdue();

        // then
        assertThat(why())
                .startsWith(
                        "2 checkpoints have yet to be deleted from the storage, more than the 1");
        flink.maxConcurrent = 2;
        assertThat(why()).isEmpty();
        flink.maxConcurrent = 1;
        flink.queued = 0;
        assertThat(why()).isEmpty();
    }

    @Test
    void namesASavepointInTheWay() {
        // given
        overdue();
        pending("Savepoint");

        // then
        assertThat(why())
                .isEqualTo(
                        "savepoint 9 has been in flight for 4000 ms, and no more than 1 may be in"
                                + " flight at once");
        flink.maxConcurrent = 2;
        assertThat(why()).isEmpty();
    }

    @Test
    void namesAFullQueueAndTasksThatDoNotRun() {
        // given
        overdue();
        flink.queued = 1000;
        assertThat(why()).startsWith("1000 requests for checkpoints and savepoints are waiting");

        // when: 1.18 starts its scheduler before the tasks run
        flink.queued = 0;
        flink.subtasksNotRunning = "1 of 4 are not (count (1/2) is INITIALIZING)";

        // then
        assertThat(why()).startsWith("not all subtasks are running");
    }

    @Test
    void namesARaisedIntervalOrMinPauseOnceATriggerWasDue() {
        // given
        job.settingsService()
                .change(Map.of("Interval", "3600000", "MinPause", "600000"), "calm", 0, -1);
        flink.sinceTrigger = OptionalLong.of(INTERVAL - 1);
        engine.nextTriggerIn = OptionalLong.of(3_000_000);
        assertThat(why()).isEmpty();

        // when
        flink.sinceTrigger = OptionalLong.of(INTERVAL + 1);

        // then
        assertThat(why())
                .isEqualTo(
                        "Interval was raised from 60000 ms to 3600000 ms by jmx-local, MinPause was"
                                + " raised from 5000 ms to 600000 ms by jmx-local: the next is due"
                                + " in 3000000 ms");
        job.settingsService().reset();
        assertThat(why()).isEmpty();
    }

    @Test
    void saysThatNoTriggerIsArmedWhereNothingElseExplainsIt() {
        // given
        overdue();
        engine.nextTriggerIn = OptionalLong.empty();

        // then
        assertThat(why()).startsWith("Flink has armed no periodic trigger");
        flink.schedulerStarted = false;
        assertThat(why()).startsWith("Flink has not started its periodic trigger");
    }

    @Test
    void isASentenceOfTheDiagnosisWhichElseSaysWhenTheNextIsDue() {
        // given
        assertThat(job.diagnostics().diagnose().getSentences())
                .contains(
                        "The next periodic one is due in 10000 ms, by Interval 60000 ms and MinPause"
                                + " 5000 ms.");
        flink.jobStatus = "RESTARTING";

        // then
        assertThat(job.diagnostics().diagnose().getSentences())
                .anySatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .startsWith("None is triggered: the job is RESTARTING"));
    }

    private String why() {
        return job.diagnostics().notTriggering();
    }

    private void overdue() {
        flink.sinceTrigger = OptionalLong.of(INTERVAL + 1);
    }

    private void pending(String kind) {
        engine.pending.add(
                new PendingCheckpointInfo(
                        9, kind, time.millis() - 4_000, time.millis() + 600_000, 0, 1, 0));
    }
}
