// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Test of the settings of a job when the job is restored. */
class JobRecoveryTest {

    private static final String JOB = "00000000000000000000000000000001";
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ManualTime time = new ManualTime();
    private final FakeStore store = new FakeStore();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Duration patience = Duration.ofMinutes(2);
    private boolean required = true;
    private boolean submissionWins = true;
    private SettingLimits limits = SettingLimits.NONE;

    @AfterEach
    void endThreads() {
        store.answer.countDown();
        threads.shutdownNow();
    }

    @Test
    void comesBackAsItWasLeft() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "900000"), "slow store", 0, -1);
        first.settingsService().change(Map.of("MinPause", "5000"), "", 0, -1);
        first.suspension().suspendFor("ALL", 60_000, "move");
        first.end(false);

        // when
        JobCheckpointControl second = started(600_000);

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isEqualTo(5_000);
        assertThat(second.settings().revision()).isEqualTo(2);
        assertThat(second.settings().overriddenSince())
                .isEqualTo(first.settings().overriddenSince());
        assertThat(second.settings().overrideOf(Setting.TIMEOUT).reason()).isEqualTo("slow store");
        assertThat(second.suspension().current())
                .hasToString(first.suspension().current().toString());
        assertThat(second.suspension().current().reason()).isEqualTo("move");
        assertThat(second.history())
                .extracting(ChangeHistoryEntry::getAction)
                .containsExactly("updateSettings", "updateSettings", "suspend", "recover");

        // and: it ends automatically
        time.pass(Duration.ofMinutes(1));
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void hasItBeforeItsCoordinator() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);
        first.suspension().suspend("PERIODIC");

        // when
        JobCheckpointControl second = control();
        assertThat(second.awaitRecovery()).isEmpty();

        // then
        assertThat(second.settings().override(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void followsWhenItsRecordIsReadLate() throws Exception {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Interval", "120000"), "", 0, -1);
        first.suspension().suspend("PERIODIC");
        store.answer = new CountDownLatch(1);
        patience = SHORT;

        // when
        JobCheckpointControl second = control();
        assertThat(second.awaitRecovery()).contains("has not answered for 50 ms");
        RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
        second.attach(engine);
        assertThat(second.settings().effective(Setting.INTERVAL)).isEqualTo(60_000);
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> second.settingsService().change(Map.of("MinPause", "1"), "", 0, -1))
                .withMessageContaining("could not be kept in here")
                .withMessageContaining("has not answered");
        store.answer.countDown();

        // then
        await().until(() -> second.suspension().current().mode() == SuspensionMode.PERIODIC);
        assertThat(second.settings().effective(Setting.INTERVAL)).isEqualTo(120_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isZero();
    }

    @Test
    void keepsWhatIsReadInTheMomentInWhichItsCoordinatorComes() {
        // given
        started(600_000).settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);
        JobCheckpointControl second = controlThatReadsLate();

        // when
        RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
        engine.whenAsked = () -> readNow(second);
        second.attach(engine);
        readNow(second);

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
    }

    @Test
    void showsNoSuspensionThatANewCoordinatorCannotHold() {
        // given
        started(600_000).suspension().suspend("ALL");
        JobCheckpointControl second = controlThatReadsLate();

        // when
        RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
        engine.capabilities.remove(Capability.SUSPENSION);
        engine.whenAsked = () -> readNow(second);
        second.attach(engine);
        readNow(second);

        // then
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void learnsWhatWasSubmittedInTheMomentInWhichAnOverrideExpires() {
        // given: recovered, and no coordinator yet
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "900000"), "", 60_000, -1);
        first.end(false);
        JobCheckpointControl second = control();
        assertThat(second.awaitRecovery()).isEmpty();

        // when: it comes while the expiry looks at what was there before
        time.beforeNextRead = () -> second.attach(new RecordingEngine(600_000, 60_000, 0));
        time.pass(Duration.ofMinutes(1));

        // then
        assertThat(second.settings().hasOverrides()).isFalse();
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        second.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
    }

    private JobCheckpointControl controlThatReadsLate() {
        store.answer = new CountDownLatch(1);
        patience = SHORT;
        JobCheckpointControl job = control();
        assertThat(job.awaitRecovery()).isNotEmpty();
        return job;
    }

    /** Lets the record be read, and waits until it is applied. */
    private void readNow(JobCheckpointControl job) {
        store.answer.countDown();
        await().until(() -> job.awaitRecovery().isEmpty());
    }

    @Test
    void expiresWhatHasExpiredMeanwhile() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "900000"), "", 10_000, -1);
        first.suspension().suspendFor("ALL", 10_000, "");
        first.end(false);
        time.pass(Duration.ofMinutes(1));

        // when
        JobCheckpointControl second = started(600_000);

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void dropsOverrideWhenResubmittedWithOtherValue() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "900000", "MinPause", "7"), "", 0, -1);

        // when: submitted with another timeout
        JobCheckpointControl second = started(300_000);

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(300_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isEqualTo(7);
        assertThat(second.settings().revision()).isEqualTo(2);
        assertThat(second.history())
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("recover");
                            assertThat(entry.getFrom()).isEqualTo("Timeout=900000 ms");
                            assertThat(entry.getTo()).isEqualTo("Timeout=300000 ms");
                        });
    }

    @Test
    void keepsOverrideWhenSubmissionWinsIsOff() {
        // given
        submissionWins = false;
        started(600_000).settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);

        // when, then
        assertThat(started(300_000).settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
    }

    @Test
    void dropsWhatMakesNoSenseWithALaterSubmission() {
        // given
        started(600_000)
                .settingsService()
                .change(Map.of("MinPause", "50000", "Timeout", "900000"), "", 0, -1);

        // when: submitted with an interval below the min pause that was set
        JobCheckpointControl second = started(new RecordingEngine(600_000, 10_000, 0));

        // then
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isZero();
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(second.history())
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("recover");
                            assertThat(entry.getFrom()).isEqualTo("MinPause=50000 ms");
                            assertThat(entry.getTo()).isEqualTo("MinPause=0 ms");
                            assertThat(entry.getOutcome()).contains("would not be accepted");
                        });
    }

    @Test
    void dropsWhatWouldMakeNoSenseAfterAnExpiry() {
        // given
        submissionWins = false;
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("MinPause", "50000"), "", 0, -1);
        first.settingsService().change(Map.of("Interval", "100000"), "", 600_000, -1);

        // when: the interval is effective for now, and would then leave one below the min pause
        JobCheckpointControl second = started(new RecordingEngine(600_000, 10_000, 0));

        // then
        assertThat(second.settings().effective(Setting.INTERVAL)).isEqualTo(100_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isZero();
    }

    @Test
    void dropsWhatTheLimitsDoNotAllowByNow() {
        // given
        started(600_000)
                .settingsService()
                .change(Map.of("MinPause", "5000", "Timeout", "900000"), "", 0, -1);

        // when
        limits = SettingLimits.of(Map.of(), Map.of(Setting.TIMEOUT, 700_000L));
        JobCheckpointControl second = started(600_000);

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isEqualTo(5_000);
    }

    @Test
    void keepsWhatWasSubmittedAsItIsHoweverLittleSenseItMakes() {
        // given
        started(600_000).settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);

        // when
        JobCheckpointControl second = started(new RecordingEngine(600_000, 10_000, 50_000));

        // then
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(second.settings().effective(Setting.MIN_PAUSE)).isEqualTo(50_000);
    }

    @Test
    void changesNothingThatCannotBeKept() {
        // given
        JobCheckpointControl job = started(600_000);
        store.broken = true;

        // when, then
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1))
                .withMessageContaining(JOB)
                .withMessageContaining("no space left")
                .withMessageContaining("store.required=false");
        assertThatIllegalStateException().isThrownBy(() -> job.suspension().suspend("ALL"));
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(job.settings().revision()).isZero();
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);

        // and: it can, once it can be persisted
        store.broken = false;
        job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        assertThat(store.kept.overrides().get(Setting.TIMEOUT).value()).isEqualTo(7_000);
    }

    @Test
    void opensWhatCannotBeKeptAndSaysWhatARestartWouldBringBack() {
        // given
        JobCheckpointControl job = started(600_000);
        job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        job.suspension().suspend("ALL");
        store.broken = true;

        // when
        SuspensionResult resumed = job.suspension().resume();
        long revision = job.settingsService().reset();

        // then
        assertThat(resumed.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(resumed.getWarnings())
                .singleElement()
                .asString()
                .contains("is not kept", "no space left", "suspended ALL", "Timeout=7000 ms");
        assertThat(revision).isEqualTo(job.settings().revision());
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(job.unkept()).isEqualTo(resumed.getWarnings()[0]);
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getAction)
                .containsSubsequence("resume", "keep", "resetSettings");
        assertThat(job.history())
                .filteredOn(entry -> entry.getAction().equals("keep"))
                .singleElement()
                .extracting(ChangeHistoryEntry::getOutcome)
                .isEqualTo("FAILED: " + job.unkept());

        // when: the storage works again
        store.broken = false;
        time.pass(Duration.ofSeconds(10));

        // then
        assertThat(job.unkept()).isEmpty();
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(store.kept.overrides()).isEmpty();
        assertThat(store.kept.history())
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("keep");
                            assertThat(entry.getOutcome()).isEqualTo("DONE");
                        });
        assertThat(time.alarms()).isZero();
    }

    @Test
    void opensAtOnceWhileTheStorageHangs() throws Exception {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("ALL");
        store.answer = new CountDownLatch(1);

        // when
        Future<SuspensionResult> resume = threads.submit(job.suspension()::resume);

        // then: no thread waits for the storage except the answer
        await().until(() -> job.suspension().current().mode() == SuspensionMode.NONE);
        assertThat(resume).isNotDone();
        store.answer.countDown();
        assertThat(resume.get().getWarnings()).isEmpty();
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void keepsWhatItHasOpenedWheneverTheStorageAnswers() {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("ALL");
        patience = SHORT;
        JobCheckpointControl hasty = started(600_000);
        store.answer = new CountDownLatch(1);

        // when
        assertThat(hasty.suspension().resume().getWarnings())
                .singleElement()
                .asString()
                .contains("has not answered for 50 ms", "suspended ALL");
        store.answer.countDown();

        // then: without another word
        await().until(() -> store.kept.suspension().mode() == SuspensionMode.NONE);
        time.pass(Duration.ofSeconds(10));
        await().until(
                        () -> {
                            time.pass(Duration.ofSeconds(10));
                            return hasty.unkept().isEmpty();
                        });
    }

    @Test
    void loosensASuspensionThatCannotBeKept() {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("ALL");
        store.broken = true;

        // when, then: to less, and to a shorter time
        assertThat(job.suspension().suspend("PERIODIC").getWarnings())
                .anyMatch(warning -> warning.contains("suspended ALL"));
        assertThat(job.suspension().suspendFor("PERIODIC", 60_000, "").getSuspension())
                .isEqualTo(SuspensionMode.PERIODIC);
        assertThat(job.suspension().current().resumesAt()).isEqualTo(time.millis() + 60_000);

        // and: to nothing that a restart would not preserve
        assertThatIllegalStateException().isThrownBy(() -> job.suspension().suspend("ALL"));
        assertThatIllegalStateException()
                .isThrownBy(() -> job.suspension().suspendFor("PERIODIC", 60_001, ""));
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.PERIODIC);

        // and: automatically
        time.pass(Duration.ofMinutes(1));
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(job.unkept()).contains("suspended ALL");
        store.broken = false;
        time.pass(Duration.ofSeconds(10));
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void opensWhatIsAnotherJobManagersByNowAndTriesNoMore() {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("ALL");
        store.lost = true;

        // when
        job.suspension().resume();

        // then
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(job.unkept()).contains("another JobManager").doesNotContain("tried again");
        assertThat(time.alarms()).isZero();
    }

    @Test
    void isNotSuspendedByARecordThatIsReadAfterItWasResumed() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        first.suspension().suspend("ALL");
        JobCheckpointControl second = controlThatReadsLate();
        second.attach(new RecordingEngine(600_000, 60_000, 0));

        // when: nothing shows, and the operator resumes to be sure
        assertThat(second.suspension().resume().getWarnings())
                .singleElement()
                .asString()
                .contains("begins with what the record says, which is not known");
        readNow(second);

        // then
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(second.settings().effective(Setting.TIMEOUT)).isEqualTo(7_000);
        assertThat(second.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .contains("DONE: resumed before it was read");
        time.pass(Duration.ofSeconds(10));
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(store.kept.overrides()).containsOnlyKeys(Setting.TIMEOUT);
    }

    @Test
    void hasNoOverridesOfARecordThatIsReadAfterTheyWereReset() {
        // given
        JobCheckpointControl first = started(600_000);
        first.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        first.suspension().suspend("PERIODIC");
        JobCheckpointControl second = controlThatReadsLate();
        second.attach(new RecordingEngine(600_000, 60_000, 0));

        // when
        second.settingsService().reset();
        readNow(second);

        // then
        assertThat(second.settings().hasOverrides()).isFalse();
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.PERIODIC);
        time.pass(Duration.ofSeconds(10));
        assertThat(store.kept.overrides()).isEmpty();
    }

    @Test
    void saysThatTheRecordOfAJobThatIsLetGoStays() {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("ALL");
        store.broken = true;

        // when
        job.release();

        // then
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        await().untilAsserted(
                        () ->
                                assertThat(job.history())
                                        .filteredOn(entry -> entry.getAction().equals("forget"))
                                        .singleElement()
                                        .extracting(ChangeHistoryEntry::getOutcome)
                                        .asString()
                                        .contains("FAILED", "begins with suspended ALL"));
    }

    @Test
    void keepsWhatHeldInMemoryAloneWhenTheStorageIsWellAgain() {
        // given
        required = false;
        JobCheckpointControl job = started(600_000);
        store.broken = true;
        job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        assertThat(job.unkept()).contains("no space left", "nothing suspended");

        // when
        store.broken = false;
        time.pass(Duration.ofSeconds(10));

        // then
        assertThat(store.kept.overrides().get(Setting.TIMEOUT).value()).isEqualTo(7_000);
        assertThat(job.unkept()).isEmpty();
    }

    @Test
    void changesInMemoryWhenRequested() {
        // given
        required = false;
        JobCheckpointControl job = started(600_000);
        store.broken = true;

        // when
        job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);

        // then
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(7_000);
        assertThat(job.history())
                .last()
                .extracting(ChangeHistoryEntry::getOutcome)
                .asString()
                .contains("holds in memory alone", "no space left");
    }

    @Test
    void doesNotGoBackToAnOlderRecordThanWhatWasChangedSince() {
        // given: a store that cannot be read when the job is restored
        started(600_000).settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);
        required = false;
        store.broken = true;
        JobCheckpointControl job = started(600_000);
        job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);

        // when
        store.broken = false;
        job.settingsService().change(Map.of("MinPause", "1"), "", 0, -1);

        // then
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(7_000);
        assertThat(store.kept.overrides().get(Setting.TIMEOUT).value()).isEqualTo(7_000);
    }

    @Test
    void takesBackWhatArrivesAfterItWasRejected() {
        // given
        patience = SHORT;
        JobCheckpointControl job = control();
        await().until(() -> store.opened == 1);
        job.attach(new RecordingEngine(600_000, 60_000, 0));
        store.answer = new CountDownLatch(1);

        // when
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> job.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1))
                .withMessageContaining("has not answered for 50 ms");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> job.settingsService().change(Map.of("Timeout", "8000"), "", 0, -1))
                .withMessageContaining("for the change before");
        store.answer.countDown();

        // then
        await().untilAsserted(
                        () ->
                                assertThatCode(
                                                () ->
                                                        job.settingsService()
                                                                .change(
                                                                        Map.of("MinPause", "1"),
                                                                        "",
                                                                        0,
                                                                        -1))
                                        .doesNotThrowAnyException());
        assertThat(store.kept.overrides()).containsOnlyKeys(Setting.MIN_PAUSE);
    }

    @Test
    void restoresTheRecordWhenTheCoordinatorRejects() {
        // given
        JobCheckpointControl job = started(600_000);
        job.suspension().suspend("PERIODIC");
        RecordingEngine refusing = new RecordingEngine(600_000, 60_000, 0);
        refusing.stopUnderWay = true;
        job.attach(refusing);

        // when
        assertThatIllegalStateException().isThrownBy(() -> job.suspension().suspend("ALL"));

        // then
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void forgetsAJobThatIsOverAndOneThatIsLetGo() {
        // given
        JobCheckpointControl over = started(600_000);
        over.settingsService().change(Map.of("Timeout", "7000"), "", 0, -1);
        over.end(true);
        await().until(() -> store.kept == null);

        JobCheckpointControl released = started(600_000);
        released.suspension().suspend("ALL");
        released.release();
        await().until(() -> store.kept == null);
        assertThat(released.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void isLetGoWithoutItsRecordWhenThatCouldNotBeReadAtItsStart() {
        // given
        started(600_000).suspension().suspend("ALL");
        store.broken = true;
        RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
        JobCheckpointControl job = started(engine);

        // when
        store.broken = false;
        job.release();

        // then: its content was never applied, and it is gone
        await().until(() -> store.kept == null);
        assertThat(engine.asked).isEmpty();
        assertThat(job.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
    }

    private JobCheckpointControl started(long submittedTimeout) {
        return started(new RecordingEngine(submittedTimeout, 60_000, 0));
    }

    private JobCheckpointControl started(RecordingEngine engine) {
        JobCheckpointControl job = control();
        job.awaitRecovery();
        job.attach(engine);
        return job;
    }

    private JobCheckpointControl control() {
        return new JobCheckpointControl(
                JOB,
                time,
                time,
                limits,
                new RecordPersister(
                        JOB,
                        CompletableFuture.completedFuture(store),
                        threads,
                        new RecordPersister.Rules(patience, required, submissionWins)));
    }
}
