// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true: two minutes at most, and no longer than the demo lasts. */
final class Patience {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Ending ending;

    Patience(Ending ending) {
        this.ending = ending;
    }

    /**
     * Waits until a condition holds; answers false when patience runs out.
     *
     * @throws InterruptedException if the demo ends meanwhile
     */
    boolean until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            ending.pause(LOOK_AGAIN);
        }
        return true;
    }
}
