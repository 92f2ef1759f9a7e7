// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Questions that are asked again and again. */
class RoundTripsTest {

    @Test
    void notesEachUntilItIsClosed() throws Exception {
        // given
        CountDownLatch asked = new CountDownLatch(3);
        Instant start = Instant.now();

        // when
        RoundTrips trips = RoundTrips.of(asked::countDown);
        asked.await();
        trips.close();

        // then
        Instant end = Instant.now();
        assertThat(trips.millis(new Window(start, end)).count()).isGreaterThanOrEqualTo(3);
        assertThat(trips.millis(new Window(end, end.plusSeconds(1)))).isEmpty();
    }

    @Test
    void hidesNoQuestionWithoutAnAnswer() throws Exception {
        // given
        IllegalArgumentException failure = new IllegalArgumentException("no answer");
        RoundTrips trips =
                RoundTrips.of(
                        () -> {
                            throw failure;
                        });

        // when
        trips.close();

        // then
        Window ever = new Window(Instant.MIN, Instant.MAX);
        assertThatIllegalStateException().isThrownBy(() -> trips.millis(ever)).withCause(failure);
    }
}
