// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.CheckpointFigures;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.ReadGuard;
import io.github.ckptctl.control.RecordingEngine;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.SettingLimits;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

class JobGaugesTest {

    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    "0123456789abcdef0123456789abcdef",
                    Clock.systemUTC(),
                    (task, delay) -> () -> {},
                    SettingLimits.NONE,
                    RecordPersister.ofMemory());
    private final CountingGuard guard = new CountingGuard();
    private int computed;
    private long nanos;
    private final Map<String, Supplier<Number>> gauges =
            new JobGauges(this::figures, guard, () -> nanos).byName();

    @Test
    void serveAReportFromOneMomentAndTheNextFromAnother() {
        // given
        job.attach(engine);

        // when
        gauges.values().forEach(Supplier::get);
        change("700000");
        nanos += TimeUnit.SECONDS.toNanos(1) - 1;

        // then
        assertThat(gauges.get("timeout").get()).isEqualTo(600_000L);
        assertThat(computed).isEqualTo(1);

        // when
        nanos++;

        // then
        assertThat(gauges.get("timeout").get()).isEqualTo(700_000L);
        gauges.values().forEach(Supplier::get);
        assertThat(computed).isEqualTo(2);
    }

    @Test
    void reportNoneForTheOneFigureThatCannotBeRead() {
        // given
        job.attach(
                new RecordingEngine(600_000, 60_000, 0) {
                    @Override
                    public long consecutiveFailures() {
                        throw new IllegalStateException("broken on purpose");
                    }
                });

        // when, then
        assertThat(gauges.get("consecutiveFailures").get()).isEqualTo(-1L);
        assertThat(gauges.get("timeout").get()).isEqualTo(600_000L);
        assertThat(guard.failures).isEqualTo(1);
    }

    private void change(String timeout) {
        job.settingsService().change(Map.of("Timeout", timeout), "", 0, -1);
    }

    private CheckpointFigures figures() {
        computed++;
        return new CheckpointFigures(job, Clock.systemUTC(), guard);
    }

    private static final class CountingGuard implements ReadGuard {

        private int failures;

        @Override
        public <T> T readOrDefault(Supplier<T> read, T defaultValue) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                failures++;
                return defaultValue;
            }
        }
    }
}
