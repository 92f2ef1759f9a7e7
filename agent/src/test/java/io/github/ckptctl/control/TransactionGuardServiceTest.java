// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.RescaleService.WhileSuspended;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Transactions time out after 100 s, of which the guard takes 10 s and a checkpoint's duration. */
class TransactionGuardServiceTest {

    private static final String JOB = "00000000000000000000000000000001";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 5_000);
    private final RecordingListener listener = new RecordingListener();
    private final List<String> warnings = new ArrayList<>();
    private final JobCheckpointControl job = control(RecordPersister.ofMemory());
    private final long start = time.millis();

    @BeforeEach
    void attach() {
        job.attach(engine);
        job.listen(listener);
        engine.nextTriggerIn = OptionalLong.of(0);
    }

    @Test
    void knowsNoTimeUntilTheTimeoutIsSet() {
        // when
        long unknown = job.transactions().millisToTimeout();
        set("TRIGGER");

        // then
        assertThat(unknown).isEqualTo(-1);
        assertThat(job.transactions().millisToTimeout()).isEqualTo(100_000);
    }

    @Test
    void knowsNoTimeOfAJobWithoutACoordinator() {
        // given
        JobCheckpointControl batch = control(RecordPersister.ofMemory());

        // then
        assertThat(batch.transactions().millisToTimeout()).isEqualTo(-1);
        assertThat(batch.settingsService().whyNotSettable(Setting.TRANSACTION_TIMEOUT))
                .isNotEmpty();
    }

    @Test
    void countsFromTheTriggerOfTheNewestCompletedCheckpoint() {
        // given
        set("OFF");

        // when
        time.pass(ofSeconds(30));
        complete(7, 4_000);
        time.pass(ofSeconds(1));

        // then
        assertThat(job.transactions().millisToTimeout()).isEqualTo(100_000 - 4_000 - 1_000);
    }

    @Test
    void countsFromTheStartOfTheTasksWhereTheCheckpointIsOlder() {
        // given
        engine.latest = SuspensionServiceTest.completed(7, start - 3_600_000);
        set("OFF");

        // when
        time.pass(ofSeconds(30));

        // then
        assertThat(job.transactions().millisToTimeout()).isEqualTo(70_000);
    }

    @Test
    void hasNoTimeLeftOnceItIsUp() {
        // given
        set("OFF");

        // when
        time.pass(ofSeconds(130));

        // then
        assertThat(job.transactions().millisToTimeout()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999, -5})
    void rejectsTimeoutsThatNoBrokerHas(long millis) {
        // when
        Throwable rejected = catchThrowable(() -> set("TransactionTimeout", Long.toString(millis)));

        // then
        assertThat(rejected)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(JOB)
                .hasMessageContaining(millis + " ms")
                .hasMessageContaining("TransactionTimeout is still 0 ms");
    }

    @Test
    void isUnknownAgainWhenSetToZero() {
        // given
        set("WARN");

        // when
        set("TransactionTimeout", "0");
        time.pass(ofSeconds(200));

        // then
        assertThat(job.transactions().millisToTimeout()).isEqualTo(-1);
        assertThat(warnings).isEmpty();
        assertThat(time.alarms()).isZero();
    }

    @Test
    void doesNothingWhenOff() {
        // given
        set("OFF");

        // when
        SuspensionResult suspended = job.suspension().suspend("PERIODIC");
        time.pass(ofSeconds(200));

        // then
        assertThat(suspended.getWarnings())
                .anySatisfy(w -> assertThat(w).contains("100000 ms").endsWith("resume before"));
        assertThat(mode()).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(warnings).isEmpty();
        assertThat(engine.asked).doesNotContain("trigger CONFIGURED");
    }

    @Test
    void warnsOnceBeforeTheTimeIsUp() {
        // given
        set("TransactionTimeout", "100000");

        // when
        SuspensionResult suspended = job.suspension().suspend("PERIODIC");
        time.pass(ofMillis(89_999));
        List<String> early = List.copyOf(warnings);
        time.pass(ofMillis(1));
        time.pass(ofSeconds(60));

        // then
        assertThat(suspended.getWarnings())
                .anySatisfy(
                        w ->
                                assertThat(w)
                                        .contains("resume before")
                                        .contains(second(start + 90_000)));
        assertThat(early).isEmpty();
        assertThat(warnings)
                .singleElement()
                .satisfies(
                        w ->
                                assertThat(w)
                                        .startsWith("transactionGuard WARNING")
                                        .contains("times out in 10000 ms")
                                        .contains("TransactionTimeout 100000 ms")
                                        .contains("suspended (PERIODIC)"));
        assertThat(listener.heard)
                .filteredOn(event -> event.startsWith("transaction of"))
                .singleElement()
                .satisfies(e -> assertThat(e).contains(start + " expires at " + (start + 100_000)));
        assertThat(actions()).containsExactly("updateSettings", "suspend");
        assertThat(mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void warnsOfALongIntervalToo() {
        // given
        set("WARN");
        engine.nextTriggerIn = OptionalLong.of(500_000);

        // when
        time.pass(ofSeconds(90));

        // then
        assertThat(warnings)
                .singleElement()
                .satisfies(w -> assertThat(w).contains("the next checkpoint is due in 500000 ms"));
    }

    @Test
    void warnsAgainOfTheNextTransaction() {
        // given
        set("WARN");
        job.suspension().suspend("PERIODIC");
        time.pass(ofSeconds(95));

        // when
        complete(7, 0);
        time.pass(ofSeconds(89));
        int before = warnings.size();
        time.pass(ofSeconds(1));

        // then
        assertThat(before).isEqualTo(1);
        assertThat(warnings).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"RESUME,PERIODIC", "RESUME,ALL", "TRIGGER,ALL"})
    void endsASuspensionInTime(String guard, String mode) {
        // given
        set(guard);

        // when
        SuspensionResult suspended = job.suspension().suspend(mode);
        time.pass(ofMillis(89_999));
        SuspensionMode before = mode();
        time.pass(ofMillis(1));

        // then
        assertThat(suspended.getResumesAt()).isEqualTo(start + 90_000);
        assertThat(suspended.getWarnings())
                .anySatisfy(
                        w ->
                                assertThat(w)
                                        .contains(
                                                "TransactionGuard "
                                                        + guard
                                                        + " ends this suspension at "
                                                        + second(start + 90_000)));
        assertThat(before).hasToString(mode);
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
        ChangeHistoryEntry last = last();
        assertThat(last.getAction()).isEqualTo("resume");
        assertThat(last.getFrom()).isEqualTo(mode);
        assertThat(last.getBy()).isEqualTo("ckptctl");
        assertThat(last.getReason()).contains("TransactionGuard " + guard).contains("10000 ms");
        assertThat(warnings).isEmpty();
        assertThat(engine.asked).doesNotContain("trigger CONFIGURED");
    }

    @Test
    void saysThatNothingCanBeTriggeredWhileAllIsSuspended() {
        // given
        set("TRIGGER");

        // when
        SuspensionResult suspended = job.suspension().suspend("ALL");

        // then
        assertThat(suspended.getWarnings())
                .anySatisfy(w -> assertThat(w).contains("no checkpoint can be triggered, so"));
    }

    @Test
    void leavesASuspensionAloneThatEndsBefore() {
        // given
        set("RESUME");

        // when
        SuspensionResult suspended = job.suspension().suspendFor("ALL", 30_000, "");
        time.pass(ofSeconds(30));

        // then
        assertThat(suspended.getResumesAt()).isEqualTo(start + 30_000);
        assertThat(suspended.getWarnings()).noneSatisfy(w -> assertThat(w).contains("transaction"));
        assertThat(last().getReason()).isEqualTo("the time of suspendFor is over");
    }

    @Test
    void shortensASuspensionThatWouldEndAfterTheTime() {
        // given
        set("RESUME");

        // when
        SuspensionResult suspended = job.suspension().suspendFor("ALL", 3_600_000, "");
        time.pass(ofSeconds(90));

        // then
        assertThat(suspended.getResumesAt()).isEqualTo(start + 90_000);
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(last().getReason()).contains("TransactionGuard RESUME");
    }

    @Test
    void countsAgainAfterACheckpointByHand() {
        // given
        set("RESUME");
        job.suspension().suspend("PERIODIC");
        time.pass(ofSeconds(80));

        // when
        complete(7, 0);
        time.pass(ofSeconds(89));
        SuspensionMode before = mode();
        time.pass(ofSeconds(1));

        // then
        assertThat(before).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
    }

    @ParameterizedTest
    @CsvSource({"RESUME,PERIODIC", "TRIGGER,ALL"})
    void rejectsASuspensionThatWouldEndAtOnce(String guard, String mode) {
        // given
        set(guard);
        engine.triggered = new CompletableFuture<>();
        time.pass(ofSeconds(95));

        // when
        Throwable rejected = catchThrowable(() -> job.suspension().suspend(mode));

        // then
        assertThat(rejected)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("job " + JOB + ": nothing changed: ")
                .hasMessageContaining("times out in 5000 ms")
                .hasMessageContaining("TransactionTimeout 100000 ms")
                .hasMessageContaining("TransactionGuard " + guard)
                .hasMessageContaining("suspended is NONE");
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void suspendsPeriodicTriggersAtAnyPointOfATrigger() {
        // given
        set("TRIGGER");
        time.pass(ofSeconds(95));

        // when
        job.suspension().suspend("PERIODIC");

        // then
        assertThat(mode()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void warnsWhereTheJobsOwnTriggerComesTooLateAfterAResume() {
        // given
        set("RESUME");
        job.suspension().suspend("PERIODIC");
        engine.nextTriggerIn = OptionalLong.of(500_000);

        // when
        time.pass(ofSeconds(90));

        // then
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(warnings).singleElement().asString().contains("is due in 500000 ms");
    }

    @Test
    void triesAgainWhereASuspensionDoesNotEnd() {
        // given
        set("RESUME");
        job.suspension().suspend("PERIODIC");
        int[] failures = {1};
        engine.afterOpen =
                () -> {
                    if (failures[0]-- > 0) {
                        throw new IllegalStateException("no trigger");
                    }
                };

        // when
        time.pass(ofSeconds(90));
        SuspensionMode before = mode();
        time.pass(ofSeconds(3));

        // then
        assertThat(before).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .contains("FAILED: no trigger; tried again in 2500 ms");
    }

    @Test
    void triggersACheckpointWhilePeriodicOnesAreSuspended() {
        // given
        set("TRIGGER");
        SuspensionResult suspended = job.suspension().suspend("PERIODIC");

        // when
        time.pass(ofMillis(89_999));
        boolean early = engine.asked.contains("trigger CONFIGURED");
        time.pass(ofMillis(1));
        CompletedCheckpointInfo completed = complete(8, 0);
        engine.triggered.complete(completed);

        // then
        assertThat(suspended.getResumesAt()).isEqualTo(-1);
        assertThat(suspended.getWarnings())
                .anySatisfy(
                        w ->
                                assertThat(w)
                                        .contains(
                                                "TransactionGuard TRIGGER triggers a checkpoint at "
                                                        + second(start + 90_000)));
        assertThat(early).isFalse();
        assertThat(triggers()).isEqualTo(1);
        assertThat(mode()).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(last().getAction()).isEqualTo("triggerCheckpoint");
        assertThat(last().getBy()).isEqualTo("ckptctl");
        assertThat(last().getReason()).contains("TransactionGuard TRIGGER").contains("10000 ms");
        assertThat(last().getOutcome()).isEqualTo("DONE: checkpoint 8 at file:/chk-8");

        // and: the next one
        time.pass(ofMillis(89_999));
        assertThat(triggers()).isEqualTo(1);
        time.pass(ofMillis(1));
        assertThat(triggers()).isEqualTo(2);
    }

    @Test
    void triggersACheckpointWhereTheIntervalIsLonger() {
        // given
        set("TRIGGER");

        // when
        time.pass(ofSeconds(90));

        // then
        assertThat(triggers()).isEqualTo(1);
    }

    @Test
    void triggersAgainWhenOneFailed() {
        // given
        set("TRIGGER");
        time.pass(ofSeconds(90));

        // when
        engine.triggered.completeExceptionally(new IllegalStateException("declined"));
        engine.triggered = new CompletableFuture<>();
        time.pass(ofMillis(2_499));
        int before = triggers();
        time.pass(ofMillis(1));

        // then
        assertThat(before).isEqualTo(1);
        assertThat(triggers()).isEqualTo(2);
        assertThat(last().getOutcome()).isEqualTo("FAILED: declined");
    }

    @Test
    void triggersRarelyOnceTheTimeIsUp() {
        // given
        set("TRIGGER");
        engine.triggered = CompletableFuture.failedFuture(new IllegalStateException("declined"));
        for (int second = 0; second < 102; second++) {
            time.pass(ofSeconds(1));
        }

        // when
        int before = triggers();
        time.pass(ofSeconds(85));
        int then = triggers();
        time.pass(ofSeconds(10));

        // then
        assertThat(before).isEqualTo(5);
        assertThat(then).isEqualTo(5);
        assertThat(triggers()).isEqualTo(6);
    }

    @Test
    void triggersNoneBesideOneThatIsInFlight() {
        // given
        set("TRIGGER");
        engine.pending.add(new PendingCheckpointInfo(9, "Checkpoint", start, start, 1, 2, 0));

        // when
        time.pass(ofSeconds(90));
        time.pass(ofMillis(2_500));
        int before = triggers();
        engine.pending.clear();
        time.pass(ofMillis(2_500));

        // then
        assertThat(before).isZero();
        assertThat(warnings).singleElement().asString().contains("checkpoint 9 is still in flight");
        assertThat(triggers()).isEqualTo(1);
    }

    @Test
    void triggersBesideASavepointWhichCommitsNothing() {
        // given
        set("TRIGGER");
        engine.pending.add(new PendingCheckpointInfo(9, "Savepoint", start, start, 1, 2, 0));

        // when
        time.pass(ofSeconds(90));

        // then
        assertThat(triggers()).isEqualTo(1);
    }

    @Test
    void endsTheSuspensionWhereThisFlinkCannotTrigger() {
        // given
        engine.capabilities.remove(Capability.TRIGGER);
        set("TRIGGER");

        // when
        SuspensionResult suspended = job.suspension().suspend("PERIODIC");
        time.pass(ofSeconds(90));

        // then
        assertThat(suspended.getResumesAt()).isEqualTo(start + 90_000);
        assertThat(mode()).isEqualTo(SuspensionMode.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0,90000", "1000,89000", "30000,60000", "40000,50000", "70000,50000"})
    void leavesTheDurationOfACheckpoint(long longest, long actsAfter) {
        // given
        set("TRIGGER");
        complete(7, longest);
        long opened = time.millis() - longest;

        // when
        time.pass(ofMillis(Math.max(0, opened + actsAfter - 1 - time.millis())));
        int before = triggers();
        time.pass(ofMillis(1));

        // then
        assertThat(before).isEqualTo(opened + actsAfter <= start ? 1 : 0);
        assertThat(triggers()).isEqualTo(1);
    }

    @Test
    void forecastsThatAnIntervalIsTooLong() {
        // given
        set("WARN");

        // when
        String[] of90 = forecast(Map.of("Interval", "90000"));
        String[] of89 = forecast(Map.of("Interval", "89999"));
        String[] guarded = forecast(Map.of("Interval", "90000", "TransactionGuard", "TRIGGER"));

        // then
        assertThat(of90)
                .singleElement()
                .asString()
                .contains("Interval 90000 ms")
                .contains("TransactionTimeout 100000 ms")
                .contains("transactions of sinks may time out");
        assertThat(of89).isEmpty();
        assertThat(guarded).singleElement().asString().endsWith("TRIGGER triggers one in time");
    }

    @Test
    void saysWhenCheckpointsAreTooSlowForTheTimeout() {
        // given
        job.completed(7, 50_000);

        // when
        String[] warned = forecast(Map.of("TransactionTimeout", "100000"));

        // then
        assertThat(warned)
                .anySatisfy(
                        w -> assertThat(w).contains("took half of TransactionTimeout 100000 ms"));
    }

    @Test
    void followsTheJobToItsNextCoordinator() {
        // given
        set("TRIGGER");
        time.pass(ofSeconds(60));

        // when
        RecordingEngine next = new RecordingEngine(600_000, 60_000, 5_000);
        next.createdAt = time.millis();
        job.attach(next);
        time.pass(ofSeconds(89));
        List<String> early = List.copyOf(next.asked);
        time.pass(ofSeconds(1));

        // then
        assertThat(early).isEmpty();
        assertThat(next.asked).containsExactly("trigger CONFIGURED");
        assertThat(triggers()).isZero();
    }

    @Test
    void guardsOnAnotherJobManager() {
        // given
        FakeStore store = new FakeStore();
        JobCheckpointControl first = stored(store);
        first.attach(engine);
        first.settingsService()
                .change(
                        Map.of("TransactionTimeout", "100000", "TransactionGuard", "RESUME"),
                        "",
                        0,
                        -1);
        first.suspension().suspend("ALL");
        first.end(false);

        // when
        time.step(ofSeconds(30));
        JobCheckpointControl second = stored(store);
        second.awaitRecovery();
        RecordingEngine next = new RecordingEngine(600_000, 60_000, 5_000);
        next.createdAt = time.millis();
        second.attach(next);
        time.pass(ofSeconds(89));
        SuspensionMode before = second.suspension().current().mode();
        time.pass(ofSeconds(1));

        // then
        assertThat(before).isEqualTo(SuspensionMode.ALL);
        assertThat(second.suspension().current().mode()).isEqualTo(SuspensionMode.NONE);
        assertThat(store.kept.suspension().mode()).isEqualTo(SuspensionMode.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNothingOnceTheJobHasLeft(boolean released) {
        // given
        set("TRIGGER");
        Runnable firing = time.begin();

        // when
        if (released) {
            job.release();
        } else {
            job.end(true);
        }
        time.pass(ofSeconds(200));
        firing.run();
        job.completed(9, 10);

        // then
        assertThat(time.alarms()).isZero();
        assertThat(triggers()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void recordsNothingOfACheckpointThatEndsAfterTheJob() {
        // given
        set("TRIGGER");
        time.pass(ofSeconds(90));
        int before = job.history().size();

        // when
        job.end(false);
        engine.triggered.completeExceptionally(new IllegalStateException("the job is gone"));

        // then
        assertThat(triggers()).isEqualTo(1);
        assertThat(job.history()).hasSize(before);
    }

    @Test
    void setsNoAlarmForAJobWithoutATimeout() {
        // when
        job.settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);
        complete(7, 10);

        // then
        assertThat(time.alarms()).isZero();
    }

    private JobCheckpointControl control(RecordPersister persister) {
        return new JobCheckpointControl(
                JOB,
                time,
                time,
                SettingLimits.NONE,
                WhileSuspended.WAIT,
                persister,
                (entry, outcome) -> {
                    if (outcome.kind() == ChangeOutcome.Kind.FAILED
                            && entry.getAction().equals("transactionGuard")) {
                        warnings.add(entry.getAction() + " " + entry.getOutcome());
                    }
                });
    }

    private JobCheckpointControl stored(FakeStore store) {
        return control(
                new RecordPersister(
                        JOB,
                        CompletableFuture.completedFuture(store),
                        Runnable::run,
                        new RecordPersister.Rules(Duration.ofMinutes(2), true, true)));
    }

    private void set(String guard) {
        job.settingsService()
                .change(
                        Map.of("TransactionTimeout", "100000", "TransactionGuard", guard),
                        "",
                        0,
                        -1);
    }

    private void set(String attribute, String value) {
        job.settingsService().change(Map.of(attribute, value), "", 0, -1);
    }

    private String[] forecast(Map<String, String> values) {
        return job.settingsService().forecast(values, 0, -1).getWarnings();
    }

    private CompletedCheckpointInfo complete(long id, long duration) {
        engine.latest =
                new CompletedCheckpointInfo(
                        id,
                        "file:/chk-" + id,
                        "Checkpoint",
                        time.millis() - duration,
                        time.millis(),
                        duration,
                        10,
                        10,
                        0,
                        0,
                        0,
                        0,
                        false);
        engine.createdAt = Math.min(engine.createdAt, engine.latest.getTriggeredAt());
        job.completed(id, duration);
        return engine.latest;
    }

    private SuspensionMode mode() {
        return job.suspension().current().mode();
    }

    private int triggers() {
        return (int) engine.asked.stream().filter("trigger CONFIGURED"::equals).count();
    }

    private List<String> actions() {
        return job.history().stream().map(ChangeHistoryEntry::getAction).toList();
    }

    private ChangeHistoryEntry last() {
        List<ChangeHistoryEntry> history = job.history();
        return history.get(history.size() - 1);
    }

    private static String second(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
