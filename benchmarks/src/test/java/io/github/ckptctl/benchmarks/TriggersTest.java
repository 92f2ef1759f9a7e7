// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static io.github.ckptctl.cluster.CheckpointStatus.COMPLETED;
import static io.github.ckptctl.cluster.CheckpointStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

/** What is read out of the history of one job's checkpoints. */
class TriggersTest {

    private static final Instant ZERO = Instant.ofEpochSecond(1_000);
    private static final Window WINDOW = new Window(at(1_500), at(4_500));

    private final Triggers triggers =
            new Triggers(
                    List.of(
                            checkpoint(5, 5_000, COMPLETED),
                            checkpoint(4, 4_000, COMPLETED),
                            checkpoint(3, 3_090, FAILED),
                            checkpoint(2, 2_000, COMPLETED),
                            checkpoint(1, 1_000, COMPLETED)),
                    Duration.ofSeconds(1));

    @Test
    void returnsHowLateEachTriggerOfAWindowCame() {
        // the third is late, so that the fourth comes early
        assertThat(triggers.lateness(WINDOW)).containsExactly(0L, 90L, 0L);
    }

    @Test
    void countsWhatWasTriggeredInAWindow() {
        assertThat(triggers.durations(WINDOW)).containsExactly(20L, 40L);
        assertThat(triggers.failed(WINDOW)).isEqualTo(1);
    }

    @Test
    void knowsHowFarItReachesBack() {
        assertThat(triggers.reachBackTo(WINDOW.start())).isTrue();
        assertThat(triggers.reachBackTo(at(1_000))).isFalse();
        assertThat(new Triggers(List.of(), Duration.ofSeconds(1)).reachBackTo(at(0))).isFalse();
    }

    private static Checkpoint checkpoint(long id, long triggeredMillis, CheckpointStatus status) {
        return new Checkpoint(
                id,
                status,
                at(triggeredMillis),
                null,
                Duration.ofMillis(id * 10),
                false,
                0,
                0,
                null);
    }

    private static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }
}
