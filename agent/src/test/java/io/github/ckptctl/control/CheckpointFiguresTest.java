// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

class CheckpointFiguresTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @Test
    void hasANumberForEachGaugeOfAJobWithoutACoordinator() {
        assertThat(values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("timeout", -1L),
                                Map.entry("interval", -1L),
                                Map.entry("minPause", -1L),
                                Map.entry("tolerableFailedCheckpoints", -1L),
                                Map.entry("suspended", 0L),
                                Map.entry("suspendedMillis", 0L),
                                Map.entry("overrideActive", 0L),
                                Map.entry("overrideActiveMillis", 0L),
                                Map.entry("pendingCount", 0L),
                                Map.entry("oldestPendingAge", -1L),
                                Map.entry("pendingDeadlineRatio", 0.0),
                                Map.entry("latestCompletedAge", -1L),
                                Map.entry("restartPointAge", 0L),
                                Map.entry("restoredAge", -1L),
                                Map.entry("completedSinceRestore", -1L),
                                Map.entry("initialDelay", -1L),
                                Map.entry("consecutiveFailures", -1L),
                                Map.entry("expiredCount", 0L),
                                Map.entry("extendedCount", 0L),
                                Map.entry("notTriggering", 1L),
                                Map.entry("rescalePending", 0L),
                                Map.entry("millisToTransactionTimeout", -1L)));
    }

    @Test
    void followsTheJob() {
        // given
        job.attach(engine);
        job.settingsService().change(Map.of("Timeout", "900000"), "", 0, -1);
        job.suspension().suspend("PERIODIC");
        long triggeredAt = time.millis();
        engine.pending.add(
                new PendingCheckpointInfo(
                        7, "Checkpoint", triggeredAt, triggeredAt + 100_000, 1, 2, 0));

        // when
        time.pass(Duration.ofSeconds(50));

        // then
        assertThat(values())
                .containsEntry("timeout", 900_000L)
                .containsEntry("interval", 60_000L)
                .containsEntry("suspended", 1L)
                .containsEntry("suspendedMillis", 50_000L)
                .containsEntry("overrideActive", 1L)
                .containsEntry("overrideActiveMillis", 50_000L)
                .containsEntry("pendingCount", 1L)
                .containsEntry("oldestPendingAge", 50_000L)
                .containsEntry("pendingDeadlineRatio", 0.5)
                .containsEntry("consecutiveFailures", 2L)
                .containsEntry("notTriggering", 1L);
    }

    @Test
    void countsFromTheNewestTriggerOrFromTheStart() {
        // given
        job.attach(engine);
        time.pass(Duration.ofSeconds(10));

        // when, then
        assertThat(figures().restartPointAge()).isEqualTo(10_000);
        assertThat(figures().latestCompletedAge()).isEqualTo(10_000);

        // when
        long now = time.millis();
        engine.latest =
                new CompletedCheckpointInfo(
                        3,
                        "",
                        "Checkpoint",
                        now - 5_000,
                        now - 1_000,
                        4_000,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        false);

        // then
        assertThat(figures().restartPointAge()).isEqualTo(5_000);
        assertThat(figures().latestCompletedAge()).isEqualTo(1_000);
    }

    private Map<String, Number> values() {
        CheckpointFigures figures = figures();
        Map<String, Number> values = new TreeMap<>();
        Arrays.stream(JobMetric.values())
                .forEach(metric -> values.put(metric.metricName(), metric.valueIn(figures)));
        return values;
    }

    private CheckpointFigures figures() {
        return new CheckpointFigures(
                job,
                time,
                new ReadGuard() {
                    @Override
                    public <T> T readOrDefault(Supplier<T> read, T defaultValue) {
                        return read.get();
                    }
                });
    }
}
