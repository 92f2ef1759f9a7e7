// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wait for a condition, with a bound. */
final class Condition {

    private static final Duration POLL = Duration.ofMillis(250);

    private Condition() {}

    /**
     * Waits until the condition holds.
     *
     * @param what the condition, for the message
     * @throws IllegalStateException if it does not hold within the bound, or the thread is
     *     interrupted
     */
    static void await(String what, Duration bound, BooleanSupplier condition) {
        get(what, bound, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Waits until the source has a value, and returns it.
     *
     * @param what the value, for the message
     * @throws IllegalStateException if there is no value within the bound, or the thread is
     *     interrupted
     */
    static <T> T get(String what, Duration bound, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting for " + what);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "waited " + bound.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
