// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The termination of a program by Ctrl-C, or another signal: waiting threads are notified, and the
 * JVM waits until everything is cleaned up.
 */
public final class ShutdownSignal {

    private static final Duration TIDYING = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch tidy = new CountDownLatch(1);

    private ShutdownSignal() {}

    /** Handles the JVM's signals from now on. */
    public static ShutdownSignal onSignal() {
        ShutdownSignal ending = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::waitUntilTidy, "ending"));
        return ending;
    }

    /** Returns whether the termination was requested. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the termination. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /**
     * Waits for a time.
     *
     * @throws InterruptedException as soon as the termination is requested
     */
    public void pause(Duration time) throws InterruptedException {
        if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the end was asked for");
        }
    }

    /**
     * Waits until a condition holds; returns false if it does not within the bound.
     *
     * @throws InterruptedException as soon as the termination is requested
     */
    public boolean isReached(Duration bound, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pause(LOOK_AGAIN);
        }
        return true;
    }

    /**
     * Waits until a condition holds.
     *
     * @param what the condition, for the message
     * @throws IllegalStateException if it does not hold within the bound
     * @throws InterruptedException as soon as the termination is requested
     */
    public void until(String what, Duration bound, BooleanSupplier condition)
            throws InterruptedException {
        if (!isReached(bound, condition)) {
            throw new IllegalStateException(
                    "waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }

    /** Reports that everything is cleaned up: the JVM may end. */
    public void tidied() {
        tidy.countDown();
    }

    @SuppressWarnings("ReturnValueIgnored") // finished or not, the JVM ends
    private void waitUntilTidy() {
        asked.countDown();
        try {
            tidy.await(TIDYING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
