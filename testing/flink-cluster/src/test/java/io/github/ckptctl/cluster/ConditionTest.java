// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConditionTest {

    @Test
    void asksUntilItHolds() {
        AtomicInteger asked = new AtomicInteger();
        Condition.await("two", Duration.ofMinutes(1), () -> asked.incrementAndGet() == 2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void saysWhatItWaitedForInVain() {
        assertThatThrownBy(() -> Condition.await("rain", Duration.ZERO, () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rain");
    }

    @Test
    void endsWhenInterruptedAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Condition.await("rain", Duration.ofMinutes(1), () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
