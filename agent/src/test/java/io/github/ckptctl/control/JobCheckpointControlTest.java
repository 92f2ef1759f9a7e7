// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleOutcome;
import io.github.ckptctl.mbeans.RescheduleResult;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.SettingChange;
import io.github.ckptctl.mbeans.SettingOrigin;
import io.github.ckptctl.mbeans.SettingsForecast;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class JobCheckpointControlTest {

    private static final String JOB = "00000000000000000000000000000001";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 5_000);
    private final RecordingListener listener = new RecordingListener();
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @BeforeEach
    void attach() {
        job.attach(engine);
        job.listen(listener);
    }

    @Test
    void changesOneSetting() {
        // when
        long revision = change("Timeout", "900000");

        // then
        assertThat(revision).isEqualTo(1);
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(job.settings().submitted().get(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(engine.asked).containsExactly("apply");
        assertThat(listener.heard)
                .containsExactly("settings 1: Timeout=600000 ms -> Timeout=900000 ms");
        assertThat(job.settingsService().lastChangeAt()).isEqualTo(time.millis());
    }

    @Test
    void takesATextByItsName() {
        // when
        change("Retention", "RETAIN_ON_CANCELLATION");

        // then
        assertThat(job.settings().effective(Setting.RETENTION)).isEqualTo(2);
        assertThat(listener.heard)
                .containsExactly(
                        "settings 1: Retention=DELETE_ON_CANCELLATION ->"
                                + " Retention=RETAIN_ON_CANCELLATION");
        CheckpointSetting shown = job.settingsService().describe(Setting.RETENTION);
        assertThat(shown.getUnit()).isEqualTo("text");
        assertThat(shown.getSubmittedText()).isEqualTo("DELETE_ON_CANCELLATION");
        assertThat(shown.getEffectiveText()).isEqualTo("RETAIN_ON_CANCELLATION");
        assertThat(forecast("Retention", "DELETE_ON_CANCELLATION").getChanges())
                .containsExactly(
                        new SettingChange(
                                "Retention",
                                "text",
                                2,
                                1,
                                "RETAIN_ON_CANCELLATION",
                                "DELETE_ON_CANCELLATION"));
    }

    @Test
    void warnsThatLessIsKept() {
        // given
        change("Retention", "RETAIN_ON_CANCELLATION");

        // when, then
        assertThat(forecast("Retention", "NO_EXTERNALIZED_CHECKPOINTS").getWarnings())
                .singleElement()
                .asString()
                .contains("deletes the checkpoints that are complete already");

        // when
        job.settingsService().reset();

        // then
        assertThat(job.history())
                .last()
                .extracting(ChangeHistoryEntry::getOutcome)
                .asString()
                .startsWith("DONE; warning: with Retention DELETE_ON_CANCELLATION Flink deletes");
    }

    @Test
    void letsAnOperatorKeepMoreButNotLessThanWasSubmitted() {
        // when
        as(Role.OPERATOR, "RETAIN_ON_CANCELLATION");
        as(Role.OPERATOR, "DELETE_ON_CANCELLATION");
        Throwable refused = catchThrowable(() -> as(Role.OPERATOR, "NO_EXTERNALIZED_CHECKPOINTS"));

        // then
        assertThat(refused)
                .isInstanceOf(SecurityException.class)
                .hasMessageEndingWith(
                        "Retention NO_EXTERNALIZED_CHECKPOINTS keeps less than"
                                + " DELETE_ON_CANCELLATION, with which the job was submitted, and so"
                                + " needs the role ADMIN, http:ada has OPERATOR, Retention is still"
                                + " DELETE_ON_CANCELLATION");
        assertThat(job.settings().revision()).isEqualTo(2);

        // and
        as(Role.ADMIN, "NO_EXTERNALIZED_CHECKPOINTS");
        assertThat(job.settings().effective(Setting.RETENTION)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "Timeout, 10, 'is less than a tenth of 600000 ms, with which the job was submitted'",
        "Timeout, 59999, 'is less than a tenth of 600000 ms'",
        "Timeout, 69999, 'is less than the 70000 ms that one of the last checkpoints took'",
        "SavepointTimeout, 59999, 'is less than a tenth of 600000 ms, with which the job was'",
        "SavepointTimeout, 69999, 'is less than the 70000 ms that one of the last checkpoints'",
        "Interval, 5999, 'is less than a tenth of 60000 ms'",
        "MinPause, 0, 'is less than a tenth of 5000 ms'"
    })
    void letsAnOperatorGoNotFarBelowWhatWasSubmitted(String name, String value, String why) {
        // given
        job.completed(1, 70_000);

        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                CallerContext.call(
                                        "http:bob", Role.OPERATOR, () -> change(name, value)));

        // then
        assertThat(refused)
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("needs the role ADMIN, http:bob has OPERATOR");
        assertThat(job.settings().hasOverrides()).isFalse();

        // and: an admin may, and then an operator may improve it
        CallerContext.call("http:ada", Role.ADMIN, () -> change(name, value));
        long better = Long.parseLong(value) + 1;
        CallerContext.call("http:bob", Role.OPERATOR, () -> change(name, Long.toString(better)));
        assertThat(job.settings().revision()).isEqualTo(2);
    }

    @Test
    void letsAnOperatorLeaveAJobSomeFailures() {
        // given
        CallerContext.call(
                "http:ada", Role.ADMIN, () -> change("TolerableFailedCheckpoints", "1000"));

        // when: the job was submitted with two
        CallerContext.call(
                "http:bob", Role.OPERATOR, () -> change("TolerableFailedCheckpoints", "2"));
        Throwable refused =
                catchThrowable(
                        () ->
                                CallerContext.call(
                                        "http:bob",
                                        Role.OPERATOR,
                                        () -> change("TolerableFailedCheckpoints", "1")));

        // then
        assertThat(refused)
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(
                        "TolerableFailedCheckpoints 1 count is less than 10 and than 2 count");
        assertThat(job.settings().effective(Setting.TOLERABLE_FAILED_CHECKPOINTS)).isEqualTo(2);
    }

    @Test
    void reArmsTheTriggerWhenItsTimeDependsOnTheChange() {
        // when
        change("Interval", "10000");
        change("MinPause", "0");
        change("Timeout", "700000");

        // then
        assertThat(engine.asked).containsExactly("apply, rearm", "apply, rearm", "apply");
    }

    @Test
    void appliesAllOrNothing() {
        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                job.settingsService()
                                        .change(
                                                Map.of(
                                                        "Timeout", "700000",
                                                        "Interval", "5",
                                                        "MinPause", "-1"),
                                                "night shift",
                                                0,
                                                -1));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(JOB)
                .hasMessageContaining(
                        "Interval 5 ms is below the minimum of 10 ms, Interval is still 60000 ms")
                .hasMessageContaining("MinPause")
                .hasMessageContaining("below the minimum of 0 ms");
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(job.settings().revision()).isZero();
        assertThat(engine.asked).isEmpty();
        assertThat(listener.heard).isEmpty();
        assertThat(job.history())
                .singleElement()
                .satisfies(line -> assertThat(line.getOutcome()).startsWith("REFUSED: "))
                .satisfies(line -> assertThat(line.getReason()).isEqualTo("night shift"));
    }

    @ParameterizedTest
    @CsvSource({
        "Timeout, 9",
        "SavepointTimeout, 1",
        "SavepointTimeout, 9",
        "SavepointTimeout, -1",
        "InitialDelay, -1",
        "Timeout, 3153600000001",
        "Timeout, 9223372036854775808",
        "Timeout, 1.5",
        "Timeout, ten",
        "Timeout, ''",
        "Interval, 9",
        "Interval, 4999", // below the min pause
        "MinPause, 60001", // above the interval
        "MinPause, 31536000001",
        "IntervalDuringBacklog, 59999", // below the interval
        "IntervalDuringBacklog, -1",
        "AlignedTimeout, -1",
        "UnalignedEnabled, 1",
        "UnalignedEnabled, TRUE",
        "UnalignedEnabled, ''",
        "Retention, 1",
        "Retention, retain_on_cancellation",
        "Retention, RETAIN_ON_FAILURE", // Flink's inner name
        "Retention, ''",
        "NoSuchSetting, 1",
        "timeout, 60000"
    })
    void rejectsWhatIsNotLegal(String name, String value) {
        // when
        Throwable refused = catchThrowable(() -> change(name, value));

        // then
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(name);
        assertThat(job.settings().revision()).isZero();
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void checksValuesThatChangeTogetherTogether() {
        // when: each alone would be rejected
        job.settingsService().change(Map.of("Interval", "1000", "MinPause", "1000"), "", 0, -1);

        // then
        assertThat(job.settings().effective(Setting.INTERVAL)).isEqualTo(1000);
        assertThat(job.settings().effective(Setting.MIN_PAUSE)).isEqualTo(1000);
        assertThat(job.settings().revision()).isEqualTo(1);
    }

    @Test
    void keepsAndRepeatsNoMoreOfATextThanIsOfUse() {
        // given
        String endless = "\n\u202e" + "x".repeat(65_000);

        // when
        Throwable name = catchThrowable(() -> change(endless, "1"));
        Throwable value = catchThrowable(() -> change("Timeout", endless));
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            many.put("a" + i, "1");
        }
        Throwable names = catchThrowable(() -> job.settingsService().change(many, endless, 0, -1));
        job.settingsService().change(Map.of("Timeout", "900000"), endless, 0, -1);
        job.suspension().suspend("PERIODIC", endless);

        // then
        assertThat(name).hasMessageContaining("xxx… is not a setting that can be changed");
        assertThat(value).hasMessageContaining("xxx…' is not a whole number of ms");
        assertThat(names).hasMessageContaining("10000 settings are named, more than there are");
        for (Throwable refusal : List.of(name, value, names)) {
            assertThat(refusal.getMessage()).hasSizeLessThan(1_000);
        }
        String kept = "  " + "x".repeat(498) + "…";
        assertThat(job.settings().overrides().get(Setting.TIMEOUT).reason()).isEqualTo(kept);
        assertThat(job.suspension().current().reason()).isEqualTo(kept);
        assertThat(job.history())
                .hasSize(5)
                .allSatisfy(
                        entry ->
                                assertThat(
                                                List.of(
                                                        entry.getFrom(),
                                                        entry.getTo(),
                                                        entry.getReason(),
                                                        entry.getOutcome()))
                                        .allMatch(text -> text.length() <= 501)
                                        .allMatch(TextSanitizer::isClean));
    }

    @Test
    void rejectsAnEmptyChange() {
        assertThat(catchThrowable(() -> job.settingsService().change(Map.of(), "", 0, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no setting was named");
    }

    @Test
    void rejectsAStaleRevision() {
        // given
        change("Timeout", "700000");

        // when
        Throwable refused =
                catchThrowable(
                        () -> job.settingsService().change(Map.of("Timeout", "800000"), "", 0, 0));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("revision 0")
                .hasMessageContaining("revision 1");
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(700_000);
        assertThat(job.settingsService().change(Map.of("Timeout", "800000"), "", 0, 1))
                .isEqualTo(2);
    }

    @Test
    void isNoOpWhenValuesAreUnchanged() {
        // given
        change("Timeout", "700000");

        // when
        long revision = change("Timeout", "700000");

        // then
        assertThat(revision).isEqualTo(1);
        assertThat(job.settingsService().changedCount()).isEqualTo(1);
        assertThat(job.history()).hasSize(1);
    }

    @Test
    void endsAChangeWhenItsTimeIsOver() {
        // given
        job.settingsService().change(Map.of("Timeout", "900000"), "crisis", 30_000, -1);
        assertThat(job.settingsService().describe(Setting.TIMEOUT).getExpiresAt())
                .isEqualTo(time.millis() + 30_000);

        // when
        time.pass(Duration.ofSeconds(29));
        long before = job.settings().effective(Setting.TIMEOUT);
        time.pass(Duration.ofSeconds(1));

        // then
        assertThat(before).isEqualTo(900_000);
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(job.settings().revision()).isEqualTo(2);
        assertThat(listener.heard)
                .last()
                .isEqualTo("settings 2: Timeout=900000 ms -> Timeout=600000 ms");
        assertThat(job.history()).extracting(ChangeHistoryEntry::getAction).contains("expire");
        assertThat(time.alarms()).isZero();
    }

    @Test
    void keepsAChangeWhoseAlarmRingsEarlyBecauseTheClockWasSetBack() {
        // given
        job.settingsService().change(Map.of("Timeout", "900000"), "", 30_000, -1);
        time.step(Duration.ofSeconds(-10));

        // when
        time.pass(Duration.ofSeconds(30));

        // then: 20 s on the wall clock, so the change is still effective, and an alarm is set
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(time.alarms()).isEqualTo(1);
    }

    @Test
    void expiresAtItsTimeWhenTheAlarmBeforeRangEarlyBesideTheChange() {
        // given: an alarm that the timer has begun to ring, a little before its time
        job.settingsService().change(Map.of("Timeout", "900000"), "", 30_000, -1);
        Runnable early = time.begin();

        // when: the same for longer, before that alarm comes to look
        job.settingsService().change(Map.of("Timeout", "900000"), "", 90_000, -1);
        early.run();
        time.pass(Duration.ofSeconds(60));

        // then
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        time.pass(Duration.ofSeconds(30));
        assertThat(job.settings().hasOverrides()).isFalse();
    }

    @Test
    void expiresLaterWhatCouldNotExpireAtItsTime() {
        // given
        job.settingsService().change(Map.of("Timeout", "900000"), "", 30_000, -1);
        engine.afterChange =
                () -> {
                    throw new IllegalStateException("the trigger cannot be armed");
                };
        assertThat(catchThrowable(() -> time.pass(Duration.ofSeconds(30)))).isNotNull();
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);

        // when
        engine.afterChange = () -> {};
        time.pass(Duration.ofMinutes(1));

        // then
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .containsExactly(
                        "DONE",
                        "FAILED: the trigger cannot be armed; tried again in 60000 ms",
                        "DONE");
    }

    @Test
    void reschedulesByTheTimeoutThatHoldsWhenItHasTheLock() {
        // given: another caller sets a new one while the reschedule waits for the lock
        engine.beforeRescheduled = () -> change("Timeout", "900000");

        // when
        job.deadlines().rescheduleInFlight();

        // then
        assertThat(engine.asked).containsExactly("apply", "reschedule 900000");
    }

    @Test
    void extendsWithinTheLimitOfTheDeadlineReadUnderTheLock() {
        // given: it is extended automatically while the extension waits for the lock
        long most = Setting.TIMEOUT.max();
        engine.pending.add(new PendingCheckpointInfo(7, "Checkpoint", 0, most - 10, 0, 1, 0));
        engine.beforeExtended =
                () ->
                        engine.pending.set(
                                0, new PendingCheckpointInfo(7, "Checkpoint", 0, most, 0, 1, 1));

        // when
        Throwable refused = catchThrowable(() -> job.deadlines().extendInFlight(7, 10));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above the maximum of " + most + " ms")
                .hasMessageContaining("it has " + most + " ms");
    }

    @Test
    void reckonsWithATimeoutThatIsAsGoodAsNone() {
        // given: submitted with the greatest number that there is
        RecordingEngine endless = new RecordingEngine(Long.MAX_VALUE, 60_000, 5_000);
        endless.nextTriggerIn = OptionalLong.of(Long.MAX_VALUE);
        endless.pending.add(
                new PendingCheckpointInfo(7, "Checkpoint", time.millis(), Long.MAX_VALUE, 0, 1, 0));
        JobCheckpointControl other =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        other.attach(endless);

        // when
        SettingsForecast forecast =
                other.settingsService().forecast(Map.of("Interval", "70000"), 0, -1);
        Throwable refused = catchThrowable(() -> other.deadlines().extendInFlight(7, 3_000_000));
        long resumeAt = other.suspension().suspend("PERIODIC").getLatestSafeResumeAt();

        // then
        assertThat(forecast.getInFlight())
                .containsExactly(
                        new RescheduleResult(
                                7, Long.MAX_VALUE, Long.MAX_VALUE, RescheduleOutcome.RESCHEDULED));
        assertThat(forecast.getNextTriggerAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above the maximum of");
        assertThat(resumeAt).isEqualTo(other.startedAt() + Setting.TIMEOUT.max());
    }

    @Test
    void rejectsAChangeWhoseExpiryWouldLeaveNonsense() {
        // given: the min pause may stand above the submitted interval only as long as the interval
        job.settingsService().change(Map.of("Interval", "120000"), "", 60_000, -1);

        // when
        Throwable refused = catchThrowable(() -> change("MinPause", "100000"));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after the expiry of a change");
        assertThat(job.settings().effective(Setting.MIN_PAUSE)).isEqualTo(5_000);
        job.settingsService().change(Map.of("MinPause", "100000"), "", 60_000, -1);
        time.pass(Duration.ofSeconds(60));
        assertThat(job.settings().hasOverrides()).isFalse();
    }

    @Test
    void replacesATemporaryChangeByOneForGood() {
        // given
        job.settingsService().change(Map.of("Timeout", "900000"), "", 30_000, -1);

        // when
        change("Timeout", "900000");
        time.pass(Duration.ofHours(1));

        // then
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(900_000);
        assertThat(time.alarms()).isZero();
    }

    @Test
    void rejectsAnInvalidTimeToLive() {
        assertThat(
                        catchThrowable(
                                () ->
                                        job.settingsService()
                                                .change(Map.of("Timeout", "70000"), "", -2, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ttl -2 ms");
    }

    @Test
    void resetsEverything() {
        // given
        job.settingsService()
                .change(Map.of("Timeout", "700000", "Interval", "90000"), "", 60_000, -1);

        // when
        long revision = job.settingsService().reset();

        // then
        assertThat(revision).isEqualTo(2);
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(job.settings().effective(Setting.INTERVAL)).isEqualTo(60_000);
        assertThat(job.settingsService().reset()).isEqualTo(2);
        assertThat(time.alarms()).isZero();
    }

    @Test
    void returnsWhereAValueComesFrom() {
        // given
        CallerContext.call(
                "http:alice",
                () -> job.settingsService().change(Map.of("Timeout", "700000"), "peak", 0, -1));

        // then
        assertThat(job.settingsService().describe(Setting.TIMEOUT))
                .satisfies(row -> assertThat(row.getOrigin()).isEqualTo(SettingOrigin.OVERRIDE))
                .satisfies(row -> assertThat(row.getChangedBy()).isEqualTo("http:alice"))
                .satisfies(row -> assertThat(row.getReason()).isEqualTo("peak"))
                .satisfies(row -> assertThat(row.getExpiresAt()).isEqualTo(-1))
                .satisfies(row -> assertThat(row.isSettable()).isTrue());
        assertThat(job.settingsService().describe(Setting.INTERVAL).getOrigin())
                .isEqualTo(SettingOrigin.SUBMITTED);
    }

    @Test
    void rejectsWhatThisFlinkCannot() {
        // given
        engine.capabilities.remove(Capability.MIN_PAUSE);

        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                job.settingsService()
                                        .change(
                                                Map.of("Timeout", "70000", "MinPause", "1"),
                                                "",
                                                0,
                                                -1));

        // then
        assertThat(refused)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MinPause cannot be changed")
                .hasMessageContaining("MIN_PAUSE");
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(job.settingsService().describe(Setting.MIN_PAUSE).isSettable()).isFalse();
    }

    @Test
    void namesWhatCannotBeChangedTogetherWithTheOtherFaults() {
        // given
        engine.capabilities.remove(Capability.MIN_PAUSE);
        engine.capabilities.remove(Capability.RESCHEDULE);

        // when
        Throwable alone =
                catchThrowable(() -> change(Map.of("MinPause", "1", "AutoExtendBy", "1000")));
        Throwable withAValue =
                catchThrowable(() -> change(Map.of("MinPause", "-2", "Timeout", "5")));

        // then
        assertThat(alone)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("MinPause cannot be changed")
                .hasMessageContaining("AutoExtendBy cannot be changed");
        assertThat(withAValue)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Timeout 5 ms is below the minimum of 10 ms")
                .hasMessageContaining("MinPause -2 ms is below the minimum of 0 ms")
                .hasMessageContaining("MinPause cannot be changed");
    }

    @ParameterizedTest
    @CsvSource({
        "Timeout, -1, 'Timeout -1 ms is below the minimum of 10 ms, Timeout is still 600000 ms'",
        "Interval, -1, 'Interval -1 ms is below the minimum of 10 ms, Interval is still 60000 ms'",
        "TolerableFailedCheckpoints, -1, 'TolerableFailedCheckpoints -1 count is below the minimum of 0 count'"
    })
    void saysWhichValueIsOutOfRangeEvenIfItStandsForNoneElsewhere(
            String setting, String value, String why) {
        // when
        Throwable refused = catchThrowable(() -> change(setting, value));

        // then
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
        assertThat(job.settings().hasOverrides()).isFalse();
    }

    @Test
    void forecastsWithoutChangingAnything() {
        // given
        engine.capabilities.remove(Capability.INTERVAL_DURING_BACKLOG);
        engine.pending.add(new PendingCheckpointInfo(7, "CHECKPOINT", time.millis(), 5, 1, 4, 0));
        engine.nextTriggerIn = OptionalLong.of(3_000);
        time.pass(Duration.ofSeconds(20));

        // when
        SettingsForecast forecast =
                job.settingsService()
                        .forecast(Map.of("Timeout", "15000", "Interval", "30000"), 0, 0);

        // then
        assertThat(forecast.getRevision()).isZero();
        assertThat(forecast.getFaults()).isEmpty();
        assertThat(forecast.getChanges())
                .containsExactlyInAnyOrder(
                        new SettingChange("Timeout", "ms", 600_000, 15_000, "600000", "15000"),
                        new SettingChange("Interval", "ms", 60_000, 30_000, "60000", "30000"));
        assertThat(forecast.getNextTriggerAt()).isEqualTo(time.millis() + 3_000);
        assertThat(forecast.getInFlight())
                .containsExactly(
                        new RescheduleResult(
                                7, 5, time.millis() - 5_000, RescheduleOutcome.EXPIRED));
        assertThat(forecast.getWarnings()).singleElement().asString().contains("checkpoint 7");
        assertThat(engine.asked).containsExactly("next trigger at 30000 ms");
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(job.history()).isEmpty();
    }

    @Test
    void forecastsARejectionWithItsFaults() {
        // given
        engine.capabilities.remove(Capability.MIN_PAUSE);
        Map<String, String> asked =
                new TreeMap<>(
                        Map.of("Timeout", "5", "MinPause", "1", "IntervalDuringBacklog", "10"));

        // when
        SettingsForecast forecast = job.settingsService().forecast(asked, -1, 4);
        Throwable refused = catchThrowable(() -> job.settingsService().change(asked, "", -1, 4));

        // then: the same sentences
        assertThat(forecast.getFaults()).hasSize(5);
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(String.join("; ", forecast.getFaults()));
        assertThat(forecast.getChanges()).isEmpty();
        assertThat(forecast.getWarnings()).isEmpty();
    }

    @Test
    void forecastsNoTriggerWhileSuspended() {
        // given
        engine.nextTriggerIn = OptionalLong.of(3_000);
        job.suspension().suspend("PERIODIC");

        // when
        SettingsForecast forecast =
                job.settingsService().forecast(Map.of("Interval", "30000"), 0, -1);

        // then
        assertThat(forecast.getNextTriggerAt()).isEqualTo(-1);
    }

    @Test
    void rejectsWhatIsAboveTheConfiguredMaximum() {
        // given
        JobCheckpointControl limited =
                new JobCheckpointControl(
                        JOB,
                        time,
                        time,
                        SettingLimits.of(
                                Map.of(Setting.TIMEOUT, 1_000L), Map.of(Setting.TIMEOUT, 900_000L)),
                        RecordPersister.ofMemory());
        RecordingEngine held = new RecordingEngine(600_000, 60_000, 0);
        held.pending.add(new PendingCheckpointInfo(7, "Checkpoint", 0, 800_000, 0, 1, 0));
        limited.attach(held);

        // when, then
        assertThat(
                        catchThrowable(
                                () ->
                                        limited.settingsService()
                                                .change(Map.of("Timeout", "900001"), "", 0, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Timeout 900001 ms is above the maximum of 900000 ms (settings.maxTimeout),"
                                + " Timeout is still 600000 ms");
        assertThat(limited.settingsService().change(Map.of("Timeout", "900000"), "", 0, -1))
                .isEqualTo(1);
        assertThat(catchThrowable(() -> limited.deadlines().extendInFlight(7, 100_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("900001 ms, above the maximum of 900000 ms")
                .hasMessageContaining("it has 800000 ms");
        assertThat(held.asked).containsExactly("apply");
    }

    @Test
    void limitsSavepointsByTheirOwnTimeoutWhereTheyHaveOne() {
        // given
        JobCheckpointControl limited =
                new JobCheckpointControl(
                        JOB,
                        time,
                        time,
                        SettingLimits.of(
                                Map.of(Setting.SAVEPOINT_TIMEOUT, 60_000L),
                                Map.of(
                                        Setting.TIMEOUT,
                                        900_000L,
                                        Setting.SAVEPOINT_TIMEOUT,
                                        7_200_000L)),
                        RecordPersister.ofMemory());
        RecordingEngine held = new RecordingEngine(600_000, 60_000, 0);
        held.pending.add(new PendingCheckpointInfo(7, "Savepoint", 0, 800_000, 0, 1, 0));
        held.savepoints.add(7L);
        limited.attach(held);

        // when, then: with the time of checkpoints
        assertThat(catchThrowable(() -> limited.deadlines().extendInFlight(7, 100_001)))
                .hasMessageContaining("above the maximum of 900000 ms (settings.maxTimeout)");

        // and: with its own
        assertThat(catchThrowable(() -> setSavepointTimeout(limited, 59_999)))
                .hasMessageContaining(
                        "below the minimum of 60000 ms (settings.minSavepointTimeout)");
        setSavepointTimeout(limited, 1_800_000);
        assertThat(catchThrowable(() -> limited.deadlines().extendInFlight(7, 6_400_001)))
                .hasMessageContaining(
                        "above the maximum of 7200000 ms (settings.maxSavepointTimeout)");
        assertThat(
                        limited.settingsService()
                                .forecast(Map.of("SavepointTimeout", "1900000"), 0, -1)
                                .getInFlight())
                .extracting(RescheduleResult::getNewDeadline)
                .containsExactly(1_900_000L);

        // and: 0 takes it away again, whatever the limits
        setSavepointTimeout(limited, 0);
        assertThat(limited.settings().timeout(true)).isEqualTo(600_000);
    }

    private static void setSavepointTimeout(JobCheckpointControl job, long millis) {
        job.settingsService().change(Map.of("SavepointTimeout", Long.toString(millis)), "", 0, -1);
    }

    @Test
    void warnsOfATimeoutThatTheLastCheckpointsWouldNotHaveMet() {
        // given
        job.completed(1, 8_000);

        // when
        change("Timeout", "5000");
        change("Timeout", "9000");

        // then
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .containsExactly(
                        "DONE; warning: one of the last checkpoints took 8000 ms, which a timeout"
                                + " of 5000 ms does not allow",
                        "DONE");
    }

    @Test
    void returnsSinceWhenAnythingIsOverridden() {
        // given
        assertThat(job.settings().overriddenSince()).isEqualTo(-1);

        // when
        long first = time.millis();
        change("Timeout", "5000");
        time.pass(Duration.ofSeconds(5));
        change("Timeout", "9000");

        // then
        assertThat(job.settings().overriddenSince()).isEqualTo(first);
        job.settingsService().reset();
        assertThat(job.settings().overriddenSince()).isEqualTo(-1);
        change("Timeout", "9000");
        assertThat(job.settings().overriddenSince()).isEqualTo(first + 5_000);
    }

    @Test
    void givesAnIntervalToAJobWithoutOne() {
        // given
        JobCheckpointControl manual =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        manual.attach(new RecordingEngine(600_000, SubmittedSettings.NONE, 0));

        // when, then
        manual.settingsService().change(Map.of("MinPause", "1000"), "", 0, -1);
        assertThat(
                        catchThrowable(
                                () ->
                                        manual.settingsService()
                                                .change(Map.of("Interval", "500"), "", 0, -1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        catchThrowable(
                                () ->
                                        manual.settingsService()
                                                .change(
                                                        Map.of("IntervalDuringBacklog", "500"),
                                                        "",
                                                        0,
                                                        -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("means nothing without Interval");
        manual.settingsService().change(Map.of("Interval", "2000"), "", 0, -1);
        assertThat(manual.settings().effective(Setting.INTERVAL_DURING_BACKLOG)).isEqualTo(2_000);
    }

    @Test
    void rejectsAnIntervalWhereItCannotBeStarted() {
        // given
        JobCheckpointControl manual =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        RecordingEngine unable = new RecordingEngine(600_000, SubmittedSettings.NONE, 0);
        unable.capabilities.remove(Capability.PERIODIC_START);
        manual.attach(unable);

        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                manual.settingsService()
                                        .change(Map.of("Interval", "1000"), "", 0, -1));

        // then
        assertThat(refused)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PERIODIC_START");
        assertThat(manual.settingsService().change(Map.of("Timeout", "1000"), "", 0, -1))
                .isEqualTo(1);
    }

    @Test
    void rejectsChangesOfAJobWithoutCoordinator() {
        JobCheckpointControl batch =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        assertThat(
                        catchThrowable(
                                () ->
                                        batch.settingsService()
                                                .change(Map.of("Timeout", "1000"), "", 0, -1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no checkpoint coordinator");
    }

    @Test
    void keepsSettingsWhenTheCoordinatorIsReplaced() {
        // given
        change("Timeout", "700000");

        // when
        RecordingEngine next = new RecordingEngine(600_000, 60_000, 5_000);
        job.attach(next);

        // then
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(700_000);
        change("Timeout", "800000");
        assertThat(next.asked).containsExactly("apply");
    }

    @Test
    void appliesToACoordinatorThatReplacedTheOneWaitedFor() {
        // given
        RecordingEngine next = new RecordingEngine(600_000, 60_000, 5_000);
        engine.beforeApplied = () -> job.attach(next);

        // when
        change("Interval", "10000");

        // then
        assertThat(engine.asked).containsExactly("apply, rearm");
        assertThat(next.asked).containsExactly("apply, rearm");
    }

    @Test
    void takesAChangeBackThatFailsHalfWay() {
        // given
        engine.afterChange =
                () -> {
                    throw new UnsupportedOperationException("the trigger cannot be armed");
                };

        // when
        Throwable failed = catchThrowable(() -> change("Interval", "10000"));

        // then
        assertThat(failed).hasMessageContaining("the trigger cannot be armed");
        assertThat(job.settings().effective(Setting.INTERVAL)).isEqualTo(60_000);
        assertThat(job.settings().revision()).isZero();
    }

    @Test
    void reschedulesWithTheTimeoutInForce() {
        // given
        change("Timeout", "700000");
        engine.rescheduled =
                List.of(
                        new RescheduleResult(7, 100, 200, RescheduleOutcome.RESCHEDULED),
                        new RescheduleResult(8, 100, 90, RescheduleOutcome.EXPIRED),
                        new RescheduleResult(9, 100, 200, RescheduleOutcome.GONE));

        // when
        List<RescheduleResult> results = job.deadlines().rescheduleInFlight();

        // then
        assertThat(results).hasSize(3);
        assertThat(engine.asked).contains("reschedule 700000");
        assertThat(job.deadlines().rescheduledCount()).isEqualTo(1);
        assertThat(listener.heard).contains("rescheduled 7", "rescheduled 8");
    }

    @Test
    void rejectsEverythingOnceTheJobHasLeft() {
        // given
        job.settingsService().change(Map.of("Timeout", "700000"), "", 30_000, -1);
        job.end(false);

        // then
        assertThat(catchThrowable(() -> change("Timeout", "800000")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has left this JobManager");
        assertThat(catchThrowable(job.settingsService()::reset))
                .isInstanceOf(IllegalStateException.class);
        assertThat(catchThrowable(job.deadlines()::rescheduleInFlight))
                .isInstanceOf(IllegalStateException.class);
        assertThat(time.alarms()).isZero();
        assertThat(listener.heard).last().isEqualTo("gone");
    }

    @Test
    void countsExpiriesApartFromOtherFailures() {
        // when
        job.failed(3, "Checkpoint expired before completing.", true);
        job.failed(4, "Checkpoint was declined.", false);

        // then
        assertThat(job.expiredCount()).isEqualTo(1);
        assertThat(listener.heard)
                .containsExactly(
                        "failed 3: Checkpoint expired before completing.",
                        "failed 4: Checkpoint was declined.");
    }

    @Test
    void keepsTheLastTwoHundredLines() {
        // when
        for (int i = 0; i < 250; i++) {
            change("Timeout", Integer.toString(1_000 + i));
        }

        // then
        assertThat(job.history()).hasSize(200);
        assertThat(job.history())
                .last()
                .extracting(ChangeHistoryEntry::getTo)
                .isEqualTo("Timeout=1249 ms");
        assertThat(job.history())
                .first()
                .extracting(ChangeHistoryEntry::getTo)
                .isEqualTo("Timeout=1050 ms");
    }

    @Test
    void letsOnlyAnAdministratorRetainFewerThanWasSubmitted() {
        // when
        CallerContext.call("http:ada", Role.OPERATOR, () -> change("NumRetained", "5"));
        Throwable refused =
                catchThrowable(
                        () ->
                                CallerContext.call(
                                        "http:ada",
                                        Role.OPERATOR,
                                        () -> change("NumRetained", "2")));

        // then
        assertThat(refused)
                .isInstanceOf(SecurityException.class)
                .hasMessageEndingWith(
                        "NumRetained 2 count keeps fewer checkpoints than 3 count, with which the job"
                                + " was submitted, and so needs the role ADMIN, http:ada has"
                                + " OPERATOR, NumRetained is still 5 count");
        assertThat(forecast("NumRetained", "4").getWarnings())
                .singleElement()
                .asString()
                .contains("Flink deletes all older checkpoints when the next one completes");
        CallerContext.call("http:ada", Role.ADMIN, () -> change("NumRetained", "1"));
        assertThat(job.settings().effective(Setting.NUM_RETAINED)).isEqualTo(1);
    }

    @Test
    void hasOneUnalignedCheckpointInFlightAtTheMost() {
        // given
        change("UnalignedEnabled", "true");

        // when
        Throwable refused = catchThrowable(() -> change("MaxConcurrent", "2"));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "MaxConcurrent 2 count would be more than the one unaligned checkpoint that"
                                + " Flink allows in flight, UnalignedEnabled is still true,"
                                + " MaxConcurrent is still 1 count");

        // and: the other way round
        change("UnalignedEnabled", "false");
        change("MaxConcurrent", "2");
        assertThat(catchThrowable(() -> change("UnalignedEnabled", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MaxConcurrent 2 count would be more than the one");
        assertThat(catchThrowable(() -> job.unaligned().enable(true, "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed: MaxConcurrent 2 count would be more");
        change(Map.of("UnalignedEnabled", "true", "MaxConcurrent", "1"));
    }

    private SettingsForecast forecast(String name, String value) {
        return job.settingsService().forecast(Map.of(name, value), 0, -1);
    }

    private void as(Role role, String retention) {
        CallerContext.call("http:ada", role, () -> change("Retention", retention));
    }

    private long change(String name, String value) {
        return change(Map.of(name, value));
    }

    private long change(Map<String, String> values) {
        return job.settingsService().change(values, "", 0, -1);
    }
}
