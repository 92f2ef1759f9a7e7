// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

class JobCheckpointsConcurrencyTest {

    private static final int WRITERS = 4;
    private static final int CHANGES = 2_000;

    private final ManualTime time = new ManualTime();
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    "0", time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @Test
    void readersNeverSeeHalfAChangeAndNoRevisionIsLost() throws Exception {
        // given: interval and min pause always change together, to the same value
        job.attach(new RecordingEngine(1_000, 100, 100));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        List<Future<Integer>> writers = new ArrayList<>();

        // when
        Future<Long> torn =
                threads.submit(
                        () -> {
                            long seen = 0;
                            while (!done.get()) {
                                JobSettings now = job.settings();
                                if (now.effective(Setting.INTERVAL)
                                        != now.effective(Setting.MIN_PAUSE)) {
                                    seen++;
                                }
                            }
                            return seen;
                        });
        for (int writer = 0; writer < WRITERS; writer++) {
            int base = 1_000 * (writer + 1);
            writers.add(threads.submit(() -> write(base)));
        }
        int accepted = 0;
        for (Future<Integer> writer : writers) {
            accepted += writer.get();
        }
        done.set(true);

        // then
        assertThat(torn.get()).isZero();
        assertThat(accepted).isEqualTo(WRITERS * CHANGES);
        assertThat(job.settings().revision()).isEqualTo(accepted);
        assertThat(job.settingsService().changedCount()).isEqualTo(accepted);
        threads.shutdown();
    }

    private int write(int base) {
        for (int i = 0; i < CHANGES; i++) {
            String value = Integer.toString(base + i % 100 * 7 + i % 2);
            job.settingsService()
                    .change(Map.of("Interval", value, "MinPause", value), "", 60_000, -1);
        }
        return CHANGES;
    }
}
