// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.UnalignedCapability;
import io.github.ckptctl.control.operation.UnalignedService;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.Role;
import io.github.ckptctl.mbeans.UnalignedResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static io.github.ckptctl.control.SuspensionServiceTest.completed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class UnalignedServiceTest {

    private static final String JOB = "00000000000000000000000000000001";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 5_000);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
    private final UnalignedService unaligned = job.unaligned();

    @BeforeEach
    void attach() {
        job.attach(engine);
        engine.latest = completed(7, time.millis() - 1_000);
    }

    @Test
    void restartsNothingWhereAllTasksAreCapable() {
        // when
        UnalignedResult result = unaligned.enable(false, "back-pressure");

        // then
        assertThat(result.isRestarted()).isFalse();
        assertThat(result.getRevision()).isEqualTo(1);
        assertThat(result.getCheckpointId()).isEqualTo(-1);
        assertThat(job.settings().effective(Setting.UNALIGNED_ENABLED)).isEqualTo(1);
        assertThat(engine.asked).containsExactly("apply");
        assertThat(job.history())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.getAction()).isEqualTo("enableUnaligned");
                            assertThat(entry.getTo()).isEqualTo("UnalignedEnabled=true");
                            assertThat(entry.getReason()).isEqualTo("back-pressure");
                        });

        // and: once more changes nothing
        assertThat(unaligned.enable(true, "again").getRevision()).isEqualTo(1);
        assertThat(job.history()).hasSize(1);
    }

    @Test
    void rejectsARestartThatIsNotAllowedAndSaysWhatItWouldGoBackTo() {
        // given
        engine.unaligned = UnalignedCapability.partial("2 of 4 tasks were deployed capable");

        // when
        Throwable refused = catchThrowable(() -> unaligned.enable(false, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of 4 tasks were deployed capable")
                .hasMessageContaining("checkpoint 7, completed 1000 ms ago");
        assertNothingChanged();
    }

    @Test
    void restartsWhereThatIsAllowedWithTheSettingInForceFirst() {
        // given
        engine.unaligned = UnalignedCapability.none("no task was deployed capable");
        engine.beforeRedeployed =
                () -> assertThat(job.settings().effective(Setting.UNALIGNED_ENABLED)).isEqualTo(1);

        // when
        UnalignedResult result = unaligned.enable(true, "back-pressure");

        // then
        assertThat(result)
                .isEqualTo(
                        new UnalignedResult(
                                true, 1, 7, "file:/chk-7", 1_000, "no task was deployed capable"));
        assertThat(engine.asked)
                .containsExactly(
                        "apply",
                        "redeploy: ckptctl: restarted for unaligned checkpoints, asked for by"
                                + " jmx-local (back-pressure)");
    }

    @Test
    void takesTheSettingBackWhenTheRestartDoesNotBegin() {
        // given
        engine.unaligned = UnalignedCapability.none("no task was deployed capable");
        job.settingsService().change(Map.of("UnalignedEnabled", "false"), "for now", 0, -1);
        engine.beforeRedeployed =
                () -> {
                    throw new IllegalStateException("the job is RESTARTING, not RUNNING");
                };

        // when
        Throwable refused = catchThrowable(() -> unaligned.enable(true, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed: the job is RESTARTING, not RUNNING");
        assertThat(job.settings().effective(Setting.UNALIGNED_ENABLED)).isEqualTo(0);
        assertThat(job.settings().overrides().get(Setting.UNALIGNED_ENABLED).reason())
                .isEqualTo("for now");
        assertThat(job.history())
                .extracting(ChangeHistoryEntry::getOutcome)
                .last()
                .asString()
                .startsWith("REFUSED");
    }

    @Test
    void restartsNothingWithoutACheckpointToGoBackTo() {
        // given
        engine.unaligned = UnalignedCapability.none("no task was deployed capable");
        engine.latest = completed(-1, -1);

        // when
        Throwable refused = catchThrowable(() -> unaligned.enable(true, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no checkpoint has completed");
        assertNothingChanged();
    }

    @Test
    void restartsNothingWhileEverythingIsSuspended() {
        // given
        engine.unaligned = UnalignedCapability.none("no task was deployed capable");
        job.suspension().suspend("ALL");
        engine.asked.clear();

        // when
        Throwable refused = catchThrowable(() -> unaligned.enable(true, ""));

        // then
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resume first");
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restartsForAdministratorsAlone(boolean isAdministrator) {
        // given
        engine.unaligned = UnalignedCapability.none("no task was deployed capable");
        Role role = isAdministrator ? Role.ADMIN : Role.OPERATOR;

        // when
        Throwable refused =
                catchThrowable(
                        () ->
                                CallerContext.call(
                                        "http:eve", role, () -> unaligned.enable(true, "")));

        // then
        if (isAdministrator) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused)
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("needs the role ADMIN");
            assertNothingChanged();
        }
    }

    @Test
    void rejectsWhatThisFlinkOrJobRulesOut() {
        // given: the job, without a checkpoint
        engine.unaligned = UnalignedCapability.impossible("its checkpoints are at-least-once");
        engine.latest = completed(-1, -1);

        // when, then
        assertThat(catchThrowable(() -> unaligned.enable(true, "")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("its checkpoints are at-least-once");
        assertNothingChanged();

        // and: this Flink
        engine.capabilities.remove(Capability.UNALIGNED);
        assertThat(catchThrowable(() -> unaligned.enable(true, "")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("this Flink lacks");
        assertNothingChanged();
    }

    @Test
    void keepsTheSettingForTasksThatAreYetToBeDeployedCapable() {
        // given: as the next JobManager finds it
        unaligned.enable(true, "");
        JobCheckpointControl next =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        RecordingEngine other = new RecordingEngine(600_000, 60_000, 5_000);
        other.capabilities.remove(Capability.ALIGNMENT);
        next.attach(other);

        JobRecord record =
                new JobRecord(
                        1,
                        time.millis(),
                        job.settings().overrides(),
                        Suspension.NONE,
                        job.history());

        // when
        next.settingsService().restore(record);

        // then
        assertThat(next.settings().override(Setting.UNALIGNED_ENABLED)).isEqualTo(1);

        // and: where no task can ever be capable, it is dropped
        other.capabilities.remove(Capability.UNALIGNED);
        next.settingsService().restore(record);
        assertThat(next.settings().hasOverrides()).isFalse();
    }

    private void assertNothingChanged() {
        assertThat(job.settings().hasOverrides()).isFalse();
        assertThat(engine.asked).isEmpty();
    }
}
