// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.SuspensionService;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SafeToKillResult;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class SuspensionServiceTest {

    private static final String JOB = "00000000000000000000000000000001";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 5_000);
    private final RecordingListener listener = new RecordingListener();
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
    private final SuspensionService suspension = job.suspension();

    @BeforeEach
    void attach() {
        job.attach(engine);
        job.listen(listener);
        engine.latest = completed(7, time.millis() - 1_000);
    }

    @Test
    void answersTheNewestCheckpointAndWhatHolds() {
        // when
        SuspensionResult result = suspension.suspend("ALL");

        // then
        assertThat(result.getId()).isEqualTo(7);
        assertThat(result.getExternalPath()).isEqualTo("file:/chk-7");
        assertThat(result.getSuspension()).isEqualTo(SuspensionMode.ALL);
        assertThat(result.getSuspendedSince()).isEqualTo(time.millis());
        assertThat(result.getResumesAt()).isEqualTo(-1);
        assertThat(result.isQuiesced()).isTrue();
        assertThat(result.getWarnings()).anySatisfy(w -> assertThat(w).contains("1000 ms"));
        assertThat(suspension.current().refuses(false)).isTrue();
        assertThat(listener.heard).containsExactly("suspended: NONE -> ALL");
    }

    @Test
    void warnsByTheJobsOptions() {
        // given
        String ending = "a bounded job, or one with finished tasks, cannot end before resume()";
        assertThat(suspension.suspend("ALL").getWarnings()).contains(ending);

        // when
        set(FlinkOption.AFTER_TASKS_FINISH, "false");
        set(FlinkOption.PAUSE_UNTIL_FIRST_CHECKPOINT, "true");

        // then
        assertThat(suspension.suspend("PERIODIC").getWarnings())
                .doesNotContain(ending)
                .contains(
                        "after a failover the sources read nothing before resume()"
                                + " (pipeline.sources.pause-until-first-checkpoint: true): the job"
                                + " would stand still");
    }

    private void set(FlinkOption option, String value) {
        engine.options.put(option, new OptionValue(option, value, OptionValue.Origin.JOB));
    }

    @Test
    void letsTriggersByHandThroughWhenOnlyPeriodicOnesAreSuspended() {
        // when
        suspension.suspend("PERIODIC");

        // then
        assertThat(suspension.current().refuses(true)).isTrue();
        assertThat(suspension.current().refuses(false)).isFalse();
    }

    @Test
    void changesNothingWhenAskedForTheSameAgain() {
        // given
        suspension.suspend("ALL");
        long since = suspension.current().since();
        time.step(Duration.ofMinutes(1));

        // when
        SuspensionResult again = suspension.suspend("ALL");

        // then
        assertThat(again.getSuspendedSince()).isEqualTo(since);
        assertThat(engine.asked).containsExactly("suspend ALL");
        assertThat(job.history()).hasSize(1);
    }

    @Test
    void quotesAnInvalidModeShortAndEscaped() {
        // when
        Throwable refused =
                catchThrowable(
                        () -> suspension.suspend("\u001b[2J\u009b\u007f\u2028" + "x".repeat(9000)));

        // then
        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused.getMessage()).hasSizeLessThan(500);
        assertThat(refused.getMessage().chars())
                .noneMatch(c -> Character.isISOControl(c) || c == '\u2028');
    }

    @Test
    void switchesToTheOtherMode() {
        // given
        suspension.suspend("PERIODIC");

        // when
        suspension.suspend("ALL");
        suspension.suspend("PERIODIC");

        // then
        assertThat(engine.asked)
                .containsExactly("suspend PERIODIC", "suspend ALL", "suspend PERIODIC");
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "periodic", "", "EVERYTHING"})
    void rejectsWhatIsNoMode(String mode) {
        // when
        Throwable refused = catchThrowable(() -> suspension.suspend(mode));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + mode + "'")
                .hasMessageContaining("PERIODIC nor ALL")
                .hasMessageContaining("suspended is NONE");
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void resumesByItself() {
        // when
        SuspensionResult result = suspension.suspendFor("ALL", 30_000, "node patching");
        time.pass(Duration.ofSeconds(29));
        SuspensionMode before = suspension.current().mode();
        time.pass(Duration.ofSeconds(1));

        // then
        assertThat(result.getResumesAt()).isEqualTo(result.getSuspendedSince() + 30_000);
        assertThat(before).isEqualTo(SuspensionMode.ALL);
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getReason)
                .containsExactly("node patching", "the time of suspendFor is over");
        assertThat(listener.heard).last().asString().startsWith("resumed from ALL");
    }

    @Test
    void doesNotResumeByItselfOnceSuspendedForLonger() {
        // given
        suspension.suspendFor("ALL", 30_000, "");

        // when
        suspension.suspendFor("ALL", 90_000, "");
        time.pass(Duration.ofSeconds(60));

        // then
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
        time.pass(Duration.ofSeconds(30));
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void holdsOnWhenItIsRenewedWhileItsEndWaitsForTheRenewal() throws Exception {
        // given
        suspension.suspendFor("ALL", 900_000, "");
        Thread[] end = new Thread[1];
        engine.afterShut = () -> end[0] = runsOutWhileAChangeIsUnderWay(900_000);

        // when
        SuspensionResult renewed = suspension.suspendFor("ALL", 3_600_000, "");
        end[0].join();

        // then: the confirmed window exists, and ends at the confirmed time
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
        assertThat(suspension.current().resumesAt()).isEqualTo(renewed.getResumesAt());
        time.pass(Duration.ofMillis(renewed.getResumesAt() - 1 - time.millis()));
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
        time.pass(Duration.ofMillis(1));
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void holdsUntilResumedWhenThatIsAskedForWhileItsEndWaits() throws Exception {
        // given
        suspension.suspendFor("ALL", 900_000, "");
        Thread[] end = new Thread[1];
        engine.afterShut = () -> end[0] = runsOutWhileAChangeIsUnderWay(900_000);

        // when
        SuspensionResult other = suspension.suspend("PERIODIC");
        end[0].join();

        // then
        assertThat(other.getResumesAt()).isEqualTo(-1);
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void suspendsAgainWhatIsOverButNotOpenYet() {
        // given: its end is near enough for the alarm to be about to run
        suspension.suspendFor("ALL", 900_000, "");
        time.step(Duration.ofMinutes(15));

        // when
        SuspensionResult again = suspension.suspend("ALL");
        time.pass(Duration.ZERO);

        // then
        assertThat(again.getResumesAt()).isEqualTo(-1);
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
    }

    @Test
    void waitsOnWhenTheClockIsSetBackWhileItsEndWaits() throws Exception {
        // given
        suspension.suspendFor("ALL", 900_000, "");
        Thread[] end = new Thread[1];
        engine.beforeApplied =
                () -> {
                    end[0] = runsOutWhileAChangeIsUnderWay(900_000);
                    time.step(Duration.ofSeconds(-1));
                };

        // when
        job.settingsService().change(Map.of("Timeout", "700000"), "", 0, -1);
        end[0].join();

        // then
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
        time.pass(Duration.ofSeconds(1));
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void resumesLaterWhatCouldNotResumeAtItsTime() {
        // given
        suspension.suspendFor("ALL", 30_000, "");
        engine.afterOpen =
                () -> {
                    throw new IllegalStateException("the trigger cannot be armed");
                };
        assertThat(catchThrowable(() -> time.pass(Duration.ofSeconds(30)))).isNotNull();
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);

        // when
        engine.afterOpen = () -> {};
        time.pass(Duration.ofMinutes(1));

        // then
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(engine.asked).containsExactly("suspend ALL", "resume", "suspend ALL", "resume");
    }

    @Test
    void staysShutWhenAResumeFailsHalfWay() {
        // given
        suspension.suspend("PERIODIC");
        engine.afterOpen =
                () -> {
                    throw new IllegalStateException("the trigger cannot be armed");
                };

        // when
        Throwable failed = catchThrowable(() -> suspension.resume());

        // then
        assertThat(failed).hasMessageContaining("the trigger cannot be armed");
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(engine.asked).containsExactly("suspend PERIODIC", "resume", "suspend PERIODIC");
    }

    /** Runs the alarm on a thread of its own, and returns when it waits for the change. */
    private Thread runsOutWhileAChangeIsUnderWay(long millis) {
        time.step(Duration.ofMillis(millis));
        Thread end = new Thread(() -> time.pass(Duration.ZERO));
        end.start();
        Awaitility.await().until(() -> end.getState() == Thread.State.WAITING);
        return end;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE})
    void rejectsWhatIsNoTime(long millis) {
        assertThat(catchThrowable(() -> suspension.suspendFor("ALL", millis, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(millis + " ms");
        assertThat(catchThrowable(() -> suspension.quiesce(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resumesHarmlesslyWhenNothingIsSuspended() {
        // when
        SuspensionResult result = suspension.resume();

        // then
        assertThat(result.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(result.getWarnings()).isEmpty();
        assertThat(engine.asked).isEmpty();
        assertThat(job.history()).isEmpty();
    }

    @Test
    void staysOpenWhenAStopIsUnderWay() {
        // given
        engine.stopUnderWay = true;

        // when
        Throwable refused = catchThrowable(() -> suspension.suspend("ALL"));

        // then
        assertThat(refused).isInstanceOf(IllegalStateException.class);
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(listener.heard).isEmpty();
        assertThat(job.history())
                .singleElement()
                .extracting(ChangeHistoryEntry::getOutcome)
                .asString()
                .startsWith("REFUSED");
    }

    @Test
    void takesASuspensionBackThatFailsHalfWay() {
        // given
        engine.afterShut =
                () -> {
                    throw new UnsupportedOperationException("nothing can be aborted");
                };

        // when
        Throwable failed = catchThrowable(() -> suspension.suspend("ALL"));

        // then: open again, with the trigger armed again
        assertThat(failed).hasMessageContaining("nothing can be aborted");
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(engine.asked).containsExactly("suspend ALL", "resume");
        assertThat(listener.heard).isEmpty();
    }

    @Test
    void rejectsWhatThisFlinkCannot() {
        // given
        engine.capabilities.remove(Capability.SUSPENSION);

        // then
        assertThat(catchThrowable(() -> suspension.suspend("ALL")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("SUSPENSION");
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void holdsForTheNextCoordinatorToo() {
        // given
        suspension.suspend("ALL");

        // when
        job.attach(new RecordingEngine(600_000, 60_000, 5_000));

        // then
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
    }

    @Test
    void waitsUntilNothingIsInFlight() {
        // given
        engine.pending.add(new PendingCheckpointInfo(8, "Checkpoint", 1, 2, 0, 1, 0));
        CompletableFuture<SuspensionResult> quiescing =
                CompletableFuture.supplyAsync(() -> suspension.quiesce(60_000));
        Awaitility.await().until(() -> suspension.current().mode() == SuspensionMode.PERIODIC);

        // when
        engine.latest = completed(8, time.millis());
        engine.pending.clear();

        // then
        assertThat(quiescing.join().isQuiesced()).isTrue();
        assertThat(quiescing.join().getId()).isEqualTo(8);
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void answersWhatHasCompletedWhenItSaysThatNothingIsInFlight() {
        // given: what is in flight completes between the suspension and the check whether it is
        // quiet
        engine.pending.add(new PendingCheckpointInfo(8, "Checkpoint", 1, 2, 0, 1, 0));
        engine.beforeQuiet =
                () -> {
                    engine.latest = completed(8, time.millis());
                    engine.pending.clear();
                };

        // when
        SuspensionResult result = suspension.suspend("PERIODIC");

        // then
        assertThat(result.isQuiesced()).isTrue();
        assertThat(result.getId()).isEqualTo(8);
    }

    @Test
    void namesTheNewestCheckpointWhenItIsSafeToKill() {
        // given
        suspension.suspend("PERIODIC");
        engine.pending.add(new PendingCheckpointInfo(8, "Checkpoint", 1, 2, 0, 1, 0));
        engine.beforeQuiet =
                () -> {
                    engine.latest = completed(8, time.millis());
                    engine.pending.clear();
                };

        // when
        SafeToKillResult result = suspension.safeToKill();

        // then
        assertThat(result.isSafe()).isTrue();
        assertThat(result.getCheckpointId()).isEqualTo(8);
    }

    @Test
    void isNotSafeToKillWhenAnotherClientResumes() {
        // given
        suspension.suspend("PERIODIC");
        engine.beforeQuiet =
                () -> {
                    engine.beforeQuiet = () -> {};
                    suspension.resume();
                };

        // when, then
        assertThat(suspension.safeToKill().isSafe()).isFalse();
    }

    @Test
    void quiescesWithoutLooseningASuspensionThatComesFirst() throws Exception {
        // given: everything is suspended while the quiesce waits for its turn
        Thread quiesce = new Thread(() -> suspension.quiesce(0));
        engine.beforeShut =
                () -> {
                    engine.beforeShut = () -> {};
                    quiesce.start();
                    Awaitility.await().until(() -> quiesce.getState() == Thread.State.WAITING);
                };

        // when
        suspension.suspend("ALL");
        quiesce.join();

        // then
        assertThat(suspension.current().mode()).isEqualTo(SuspensionMode.ALL);
    }

    @Test
    void saysWhenTheWaitDidNotSuffice() {
        // given
        engine.pending.add(new PendingCheckpointInfo(8, "Checkpoint", 1, 2, 0, 1, 0));

        // when
        SuspensionResult result = suspension.quiesce(50);

        // then
        assertThat(result.isQuiesced()).isFalse();
        assertThat(result.getPending()).isEqualTo(1);
        assertThat(result.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void saysWhetherItIsSafeToKill() {
        // when
        SafeToKillResult running = suspension.safeToKill();
        suspension.suspend("PERIODIC");
        engine.pending.add(new PendingCheckpointInfo(8, "Checkpoint", 1, 2, 0, 1, 0));
        SafeToKillResult inFlight = suspension.safeToKill();
        engine.pending.clear();
        JobEnd[] engineSurvives = engine.latest.getSurvives();
        SafeToKillResult quiet = suspension.safeToKill();
        engine.latest = CompletedCheckpointInfo.none();
        SafeToKillResult never = suspension.safeToKill();

        // then
        assertThat(running.isSafe()).isFalse();
        assertThat(running.getReason()).contains("not suspended");
        assertThat(inFlight.isSafe()).isFalse();
        assertThat(inFlight.getReason()).contains("1 checkpoints are in flight");
        assertThat(quiet.isSafe()).isTrue();
        assertThat(quiet.getCheckpointId()).isEqualTo(7);
        assertThat(quiet.getAge()).isEqualTo(1_000);
        assertThat(quiet.getSurvives()).isEqualTo(engineSurvives);
        assertThat(quiet.isRetainedOnCancellation()).isTrue();
        assertThat(quiet.getReason())
                .endsWith("and survives KILL, SHUTDOWN, CANCEL and not FAILURE, FINISH");
        assertThat(never.isSafe()).isFalse();
        assertThat(never.getReason()).contains("nothing to go back to");
    }

    @Test
    void isNotSafeToKillWhenAnOrderlyStopDeletesTheCheckpoint() {
        // given
        engine.latest = engine.latest.surviving(JobEnd.KILL);

        // when
        SuspensionResult suspended = suspension.suspend("ALL");
        SafeToKillResult result = suspension.safeToKill();

        // then
        assertThat(result.isSafe()).isFalse();
        assertThat(result.getSurvives()).containsExactly(JobEnd.KILL);
        assertThat(result.isRetainedOnCancellation()).isFalse();
        assertThat(result.getReason())
                .isEqualTo(
                        "Flink deletes checkpoint 7 when the JobManager is stopped in an orderly"
                                + " manner (SIGTERM), as there is no high availability and"
                                + " Retention is DELETE_ON_CANCELLATION: set Retention to"
                                + " RETAIN_ON_CANCELLATION, or kill the processes hard (SIGKILL)");
        assertThat(suspended.getSurvives()).containsExactly(JobEnd.KILL);
        assertThat(suspended.getWarnings()).contains(result.getReason());
    }

    @Test
    void isNotSafeToKillWithoutAPath() {
        // given
        engine.latest =
                new CompletedCheckpointInfo(7, "", "Checkpoint", 1, 2, 1, 0, 0, 0, 0, 0, 0, false);

        // when
        suspension.suspend("ALL");

        // then
        assertThat(suspension.safeToKill().isSafe()).isFalse();
        assertThat(suspension.safeToKill().getReason())
                .startsWith("checkpoint 7 is in the JobManager's memory")
                .contains("execution.checkpointing.storage: filesystem");
    }

    @Test
    void returnsUntilWhenAHealthCheckStaysQuiet() {
        // when: submitted with a timeout of 10 min and 2 tolerable failures; the last took 100 ms
        SuspensionResult result = suspension.suspend("ALL");

        // then
        assertThat(result.getLatestSafeResumeAt())
                .isEqualTo(engine.latest.getCompletedAt() + 4 * 600_000 - 100);
    }

    static CompletedCheckpointInfo completed(long id, long at) {
        return new CompletedCheckpointInfo(
                id,
                "file:/chk-" + id,
                "Checkpoint",
                at - 100,
                at,
                100,
                10,
                10,
                0,
                0,
                0,
                0,
                false,
                JobEnd.KILL,
                JobEnd.SHUTDOWN,
                JobEnd.CANCEL);
    }
}
