// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.RescaleDelay;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.RescaleService;
import io.github.ckptctl.control.operation.RescaleService.WhileSuspended;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RescaleServiceTest {

    private static final String JOB = "00000000000000000000000000000001";
    private static final long INTERVAL = 60_000;
    private static final RescaleDelay FLINKS = new RescaleDelay(3 * INTERVAL, 3, false);
    private static final RescaleDelay CONFIGURED = new RescaleDelay(7_000, 3, true);

    private final ManualTime time = new ManualTime();
    private final JobCheckpointControl job = job(WhileSuspended.WAIT);
    private final RescaleService rescale = job.rescale();

    @Test
    void isForcedWhenFlinkForcesItWhileNothingIsChanged() {
        // given
        boolean before = rescale.isPending();

        // when
        rescale.observed(true, FLINKS);
        long wanted = time.millis();
        time.step(Duration.ofSeconds(1));
        rescale.observed(true, FLINKS);

        // then
        assertThat(before).isFalse();
        assertThat(rescale.isPending()).isTrue();
        assertThat(rescale.forcedAt()).isEqualTo(wanted + 3 * INTERVAL);
        assertThat(rescale.isMoved()).isFalse();

        // and
        rescale.observed(false, FLINKS);
        assertThat(rescale.isPending()).isFalse();
        assertThat(rescale.forcedAt()).isEqualTo(-1);
    }

    @Test
    void countsTheIntervalInForceFromItsChange() {
        // given
        rescale.observed(true, FLINKS);
        time.step(Duration.ofMinutes(1));

        // when
        change("Interval", 600_000);

        // then
        assertThat(rescale.forcedAt()).isEqualTo(time.millis() + 1_800_000);
        assertThat(rescale.isMoved()).isTrue();

        // and
        time.step(Duration.ofMinutes(1));
        job.settingsService().reset();
        assertThat(rescale.forcedAt()).isEqualTo(time.millis() + 3 * INTERVAL);
        assertThat(rescale.isMoved()).isTrue();
    }

    @Test
    void countsTheIntervalInForceForARescaleThatIsWantedLater() {
        // given
        change("Interval", 600_000);
        time.step(Duration.ofMinutes(1));

        // when
        rescale.observed(true, FLINKS);

        // then
        assertThat(rescale.forcedAt()).isEqualTo(time.millis() + 1_800_000);
        assertThat(rescale.isMoved()).isTrue();
    }

    @Test
    void leavesAConfiguredDelayAsItIs() {
        // given
        rescale.observed(true, CONFIGURED);
        long wanted = time.millis();
        time.step(Duration.ofSeconds(1));

        // when
        change("Interval", 600_000);

        // then
        assertThat(rescale.forcedAt()).isEqualTo(wanted + 7_000);
        assertThat(rescale.isMoved()).isFalse();
    }

    @Test
    void waitsForTheResumeWhileSuspended() {
        // given
        rescale.observed(true, FLINKS);

        // when
        String[] warnings = job.suspension().suspend("PERIODIC").getWarnings();
        time.step(Duration.ofHours(1));

        // then
        assertThat(warnings)
                .contains(
                        "the rescale that is pending waits for a checkpoint by hand, or for the first one"
                                + " after resume()");
        assertThat(rescale.isHeld()).isTrue();
        assertThat(rescale.isPending()).isTrue();
        assertThat(rescale.forcedAt()).isEqualTo(-1);

        // and: it is not forced at once, from a checkpoint an hour old
        job.suspension().resume();
        assertThat(rescale.isHeld()).isFalse();
        assertThat(rescale.forcedAt()).isEqualTo(time.millis() + 3 * INTERVAL);
    }

    @Test
    void waitsForTheResumeWithAConfiguredDelayToo() {
        // given
        rescale.observed(true, CONFIGURED);
        job.suspension().suspend("ALL");
        time.step(Duration.ofHours(1));

        // when
        job.suspension().resume();

        // then
        assertThat(rescale.forcedAt()).isEqualTo(time.millis() + 7_000);
        assertThat(rescale.isMoved()).isTrue();
    }

    @Test
    void isForcedAfterTheEndOfASuspensionThatEndsByItself() {
        // given
        rescale.observed(true, FLINKS);

        // when
        long ends = job.suspension().suspendFor("ALL", 900_000, "").getResumesAt();

        // then
        assertThat(rescale.forcedAt()).isEqualTo(ends + 3 * INTERVAL);
        assertThat(rescale.isHeld()).isTrue();
    }

    @Test
    void letsFlinkTriggerWhileSuspendedIfConfigured() {
        // given
        JobCheckpointControl told = job(WhileSuspended.FORCE);
        told.rescale().observed(true, FLINKS);
        long forced = time.millis() + 3 * INTERVAL;

        // when
        String[] warnings = told.suspension().suspend("ALL").getWarnings();

        // then
        assertThat(told.rescale().isHeld()).isFalse();
        assertThat(told.rescale().isMoved()).isFalse();
        assertThat(told.rescale().forcedAt()).isEqualTo(forced);
        assertThat(warnings)
                .anyMatch(w -> w.startsWith("the rescale that is pending is forced at "))
                .anyMatch(w -> w.contains("rescale.whileSuspended=force"));
    }

    @Test
    void warnsOfRescalesOnlyWhereTheSchedulerMakesThemWait() {
        // when
        String[] without = job.suspension().suspend("PERIODIC").getWarnings();
        rescale.observed(false, FLINKS);
        String[] with = job.suspension().suspend("PERIODIC").getWarnings();

        // then
        assertThat(without).noneMatch(warning -> warning.contains("rescale"));
        assertThat(with).anyMatch(warning -> warning.startsWith("a rescale that is wanted waits"));
    }

    @Test
    void warnsOfAChangeThatMovesIt() {
        // given
        rescale.observed(true, FLINKS);

        // when
        String[] warnings =
                job.settingsService().forecast(Map.of("Interval", "600000"), 0, -1).getWarnings();
        change("Interval", 600_000);

        // then
        assertThat(warnings)
                .containsExactly(
                        "a rescale is pending: it follows the next completed checkpoint, and is"
                                + " forced 1800000 ms from now if none completes");
        assertThat(job.history().get(0).getOutcome()).contains(warnings[0]);
        assertThat(job.settingsService().forecast(Map.of("Timeout", "700000"), 0, -1).getWarnings())
                .isEmpty();
    }

    @Test
    void isOverWhenTheTasksRestart() {
        // given
        rescale.observed(true, FLINKS);

        // when
        job.attach(new RecordingEngine(600_000, INTERVAL, 0));

        // then
        assertThat(rescale.isPending()).isFalse();
    }

    private JobCheckpointControl job(WhileSuspended whileSuspended) {
        JobCheckpointControl made =
                new JobCheckpointControl(
                        JOB,
                        time,
                        time,
                        SettingLimits.NONE,
                        whileSuspended,
                        RecordPersister.ofMemory(),
                        (entry, outcome) -> {});
        made.attach(new RecordingEngine(600_000, INTERVAL, 0));
        return made;
    }

    private void change(String name, long value) {
        job.settingsService().change(Map.of(name, Long.toString(value)), "", 0, -1);
    }
}
