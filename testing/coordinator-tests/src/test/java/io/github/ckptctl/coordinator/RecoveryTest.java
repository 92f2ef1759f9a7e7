// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the settings of a job and the coordinator with which the job is restored. */
class RecoveryTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private final OneRecord record = new OneRecord();

    @BeforeEach
    void keep() {
        flink.keepers = id -> record.keeper(id, LONG);
    }

    @Test
    void checkpointsARestoredJobWithAnIntervalBelowItsMinPause() throws Exception {
        // given
        JobCheckpointControl first = flink.jobOf(flink.coordinator(0));
        first.settingsService().change(Map.of("MinPause", "50000"), "", 0, -1);

        // when: 1.18 to 2.2 draw the first delay from between the two, and throw if there is none
        CheckpointCoordinator second = submittedEvery(10_000);
        second.startCheckpointScheduler();

        // then
        assertThat(flink.jobOf(second).settings().effective(Setting.MIN_PAUSE)).isZero();
        assertThat(flink.timer.armed("ScheduledTrigger"))
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.delayMillis).isBetween(0L, 10_000L));
    }

    private CheckpointCoordinator submittedEvery(long interval) throws Exception {
        return flink.submittedAs(
                CheckpointCoordinatorConfiguration.builder()
                        .setCheckpointInterval(interval)
                        .setCheckpointTimeout(WovenFlink.TIMEOUT)
                        .setMaxConcurrentCheckpoints(1)
                        .build(),
                flink.graph());
    }
}
