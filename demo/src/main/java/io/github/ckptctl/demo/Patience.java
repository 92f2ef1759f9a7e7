// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded wait for a condition: two minutes at most, and no longer than the demo runs. */
final class Patience {

    private static final Duration BOUND = Duration.ofMinutes(2);

    private final ShutdownSignal ending;

    Patience(ShutdownSignal ending) {
        this.ending = ending;
    }

    /**
     * Waits until a condition holds; returns false on timeout.
     *
     * @throws InterruptedException if the demo ends meanwhile
     */
    boolean until(BooleanSupplier condition) throws InterruptedException {
        return ending.isReached(BOUND, condition);
    }
}
