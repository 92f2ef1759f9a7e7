// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.StopProgress;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.StopResult;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

class StopServiceTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final long HOUR = 3_600_000;

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final RecordingStop stop = engine.stop;
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @BeforeEach
    void attach() {
        job.attach(engine);
        engine.latest = checkpoint(11, "file:/chk-11").surviving(JobEnd.KILL, JobEnd.FAILURE);
    }

    @Test
    void answersTheSnapshotOnceTheJobHasFinished() {
        // given
        stop.outcome.complete(checkpoint(12, "file:/savepoint-12").surviving(JobEnd.values()));

        // when
        StopResult result = job.stop().stopWithCheckpoint(true, HOUR);

        // then
        assertThat(result)
                .isEqualTo(
                        new StopResult(
                                12,
                                "file:/savepoint-12",
                                true,
                                1,
                                3,
                                result.getDuration(),
                                4,
                                "some.claim-mode",
                                new String[] {"NO_CLAIM", "CLAIM"},
                                JobEnd.values()));
        assertThat(engine.asked).containsExactly("stop, drained, PT1H");
        assertThat(stop.why).as("nothing was given up").isEmpty();
        assertThat(job.history())
                .extracting(
                        ChangeHistoryEntry::getAction,
                        ChangeHistoryEntry::getTo,
                        ChangeHistoryEntry::getOutcome)
                .containsExactly(
                        entry("drained, within 3600000 ms", "UNDER WAY"),
                        entry(
                                "drained, within 3600000 ms",
                                "DONE: snapshot 12 at file:/savepoint-12; to be started with"
                                        + " some.claim-mode: NO_CLAIM or CLAIM"));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, HOUR + 1, Long.MAX_VALUE})
    void rejectsADeadlineOutOfRange(long deadlineMillis) {
        assertThat(catchThrowable(() -> job.stop().stopWithCheckpoint(false, deadlineMillis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("job " + JOB + ": nothing changed")
                .hasMessageContaining("a deadline of " + deadlineMillis + " ms")
                .hasMessageContaining("3600000 ms");
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void rejectsWhatThisFlinkOrThisJobCannot() {
        // given
        engine.capabilities.remove(Capability.STOP_WITH_CHECKPOINT);

        // when
        Throwable refusal = catchThrowable(() -> job.stop().stopWithCheckpoint(false, HOUR));

        // then
        assertThat(refusal)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("nothing changed");
        assertThat(engine.asked).isEmpty();
        assertThat(lastOutcome()).startsWith("REFUSED: ");
    }

    @Test
    void rejectsWhatTheEngineRejects() {
        // given
        stop.begun =
                CompletableFuture.failedFuture(
                        new CompletionException(
                                new IllegalStateException("another stop is under way")));

        // when
        Throwable refusal = catchThrowable(() -> job.stop().stopWithCheckpoint(false, HOUR));

        // then
        assertThat(refusal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("job " + JOB + ": nothing changed: another stop is under way");
        assertThat(lastOutcome()).startsWith("REFUSED: ");
    }

    @Test
    void rejectsAfterTheJobHasLeft() {
        // given
        job.end(false);

        // when, then
        assertThat(catchThrowable(() -> job.stop().stopWithCheckpoint(false, HOUR)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the job has left");
    }

    @Test
    void saysThatTheJobHasFailedOverWhenTasksHadReachedTheSnapshot() {
        // given
        stop.failedOver = true;
        givesUpWith(StopProgress.inFlight(12, 2, 4, "Sink (1/2), Sink (2/2)"));

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, 1));

        // then
        assertThat(stop.why).isNotEmpty();
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("job " + JOB + ": not stopped with a checkpoint")
                .hasMessageContaining("not drained, within 1 ms")
                .hasMessageContaining(
                        "2 of its 4 tasks had acknowledged snapshot 12, not Sink (1/2), Sink (2/2)")
                .hasMessageContaining(
                        "the job fails over to its newest checkpoint, or fails for good")
                .hasMessageContaining("suspended is NONE as before")
                .hasMessageEndingWith(
                        "the newest completed checkpoint is 11 at file:/chk-11; it survives KILL,"
                                + " FAILURE and not SHUTDOWN, CANCEL, FINISH");
        assertThat(lastOutcome()).startsWith("FAILED: 2 of its 4 tasks");
    }

    @Test
    void namesTheNewestCheckpointOfAJobThatHasLeftMeanwhile() {
        // given: cancelled while it stops
        stop.onGiveUp = () -> job.end(true);

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, 1));

        // then
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the job has left this JobManager before")
                .hasMessageContaining("the newest completed checkpoint is 11 at file:/chk-11; it");
    }

    @Test
    void saysThatTheJobRunsOnWhenNoTaskWasTriggered() {
        // given
        engine.latest = CompletedCheckpointInfo.none();
        givesUpWith(StopProgress.notTriggered());

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, 1));

        // then
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no task had heard of its snapshot, and none will")
                .hasMessageContaining("the job runs on")
                .hasMessageEndingWith("the newest completed checkpoint is none");
    }

    @Test
    void givesUpAStopThatFlinkHasNotBegunWith() {
        // given
        stop.begun = new CompletableFuture<>();
        givesUpWith(StopProgress.notTriggered());

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, 1));

        // then
        assertThat(failure).hasMessageContaining("no task had heard of its snapshot");
        assertThat(stop.why).isNotEmpty();
        assertThat(job.history()).hasSize(1);
    }

    @Test
    void answersAllTheSameWhenTheJobFinishesALittleLater() {
        // given: complete at the deadline, and the tasks are done when that is known
        CompletedCheckpointInfo snapshot = checkpoint(12, "file:/savepoint-12");
        stop.givenUp.complete(StopProgress.complete(snapshot));
        stop.onGiveUp = () -> stop.outcome.complete(snapshot);

        // when
        StopResult result = job.stop().stopWithCheckpoint(false, 1);

        // then
        assertThat(result.getExternalPath()).isEqualTo("file:/savepoint-12");
        assertThat(lastOutcome()).startsWith("DONE");
    }

    @Test
    void saysWhereTheSnapshotIsWhenTheJobFailsBehindIt() {
        // given
        stop.failedOver = true;
        stop.givenUp.complete(StopProgress.complete(checkpoint(12, "file:/savepoint-12")));
        stop.onGiveUp =
                () ->
                        stop.outcome.completeExceptionally(
                                new IllegalStateException("a task failed"));

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, 1));

        // then
        assertThat(failure)
                .hasMessageContaining(
                        "snapshot 12 is complete at file:/savepoint-12 and kept, but a task failed")
                .hasMessageContaining("the job fails over");
    }

    @Test
    void saysWhatFlinkSaysWhenItFails() {
        // given
        stop.failedOver = true;
        stop.outcome.completeExceptionally(
                new CompletionException(new IllegalStateException("no space left")));

        // when
        Throwable failure = catchThrowable(() -> job.stop().stopWithCheckpoint(false, HOUR));

        // then
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no space left")
                .hasMessageContaining("the job fails over");
        assertThat(stop.why).as("there is nothing to give up").isEmpty();
    }

    @Test
    void waitsNoLongerThanTheJobIsThere() throws Exception {
        // given
        CompletableFuture<Throwable> failure =
                CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> job.stop().stopWithCheckpoint(false, HOUR)));
        while (job.history().isEmpty()) {
            Thread.onSpinWait();
        }

        // when: it is cancelled
        job.end(false);

        // then
        assertThat(failure.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the job has left this JobManager")
                .hasMessageContaining("the job is gone");
    }

    @Test
    void answersTheSavepointOnceTheJobHasFinished() {
        // given
        stop.outcome.complete(checkpoint(12, "s3:/s/savepoint-12").surviving(JobEnd.values()));

        // when
        StopResult result = job.stop().stopWithSavepoint("s3:/s", "NATIVE", true, HOUR);
        job.stop().stopWithSavepoint("", "CANONICAL", false, 1000);

        // then
        assertThat(result.getExternalPath()).isEqualTo("s3:/s/savepoint-12");
        assertThat(result.isDrained()).isTrue();
        assertThat(engine.asked)
                .containsExactly(
                        "stop with NATIVE savepoint in s3:/s, drained, PT1H",
                        "stop with CANONICAL savepoint in , PT1S");
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getAction, ChangeHistoryEntry::getTo)
                .containsExactly(
                        savepoint("NATIVE in s3:/s, drained, within 3600000 ms"),
                        savepoint("NATIVE in s3:/s, drained, within 3600000 ms"),
                        savepoint(
                                "CANONICAL in the configured directory, not drained, within 1000"
                                        + " ms"),
                        savepoint(
                                "CANONICAL in the configured directory, not drained, within 1000"
                                        + " ms"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "native", "FULL"})
    void rejectsAnInvalidFormat(String format) {
        assertThat(catchThrowable(() -> job.stop().stopWithSavepoint("s3:/s", format, false, HOUR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("job " + JOB + ": nothing changed")
                .hasMessageContaining("is none of [CANONICAL, NATIVE]; the job runs on");
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void givesASavepointUpLikeACheckpoint() {
        // given
        givesUpWith(StopProgress.notTriggered());

        // when
        Throwable failure =
                catchThrowable(() -> job.stop().stopWithSavepoint("s3:/s", "NATIVE", false, 1));

        // then
        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "job "
                                + JOB
                                + ": not stopped with a savepoint (NATIVE in s3:/s, not drained,"
                                + " within 1 ms): ")
                .hasMessageContaining("the job runs on")
                .hasMessageContaining("the newest completed checkpoint is 11 at file:/chk-11");
        assertThat(lastOutcome()).startsWith("FAILED: ");
    }

    @Test
    void stopsWithASavepointWhereThereIsNoCheckpointDirectory() {
        // given
        engine.capabilities.remove(Capability.STOP_WITH_CHECKPOINT);
        stop.outcome.complete(checkpoint(12, "s3:/s/savepoint-12"));

        // when, then
        assertThat(job.stop().stopWithSavepoint("s3:/s", "NATIVE", false, HOUR).getCheckpointId())
                .isEqualTo(12);
        engine.capabilities.remove(Capability.STOP_WITH_SAVEPOINT);
        assertThat(
                        catchThrowable(
                                () -> job.stop().stopWithSavepoint("s3:/s", "NATIVE", false, HOUR)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Tuple savepoint(String asked) {
        return tuple("stopWithSavepoint", asked);
    }

    private void givesUpWith(StopProgress progress) {
        stop.givenUp.complete(progress);
        stop.onGiveUp =
                () -> stop.outcome.completeExceptionally(new IllegalStateException("given up"));
    }

    private String lastOutcome() {
        return job.history().get(job.history().size() - 1).getOutcome();
    }

    private static Tuple entry(String asked, String outcome) {
        return tuple("stopWithCheckpoint", asked, outcome);
    }

    private static CompletedCheckpointInfo checkpoint(long id, String path) {
        return new CompletedCheckpointInfo(id, path, "", 1, 3, 2, 4, 0, 0, 0, 0, 0, false);
    }
}
