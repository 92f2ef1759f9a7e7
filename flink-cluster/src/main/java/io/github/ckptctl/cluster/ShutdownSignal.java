// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The end of a program by Ctrl-C, or another signal: whoever waits here hears of it, and the JVM
 * waits until everything is put away.
 */
public final class ShutdownSignal {

    private static final Duration TIDYING = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch tidy = new CountDownLatch(1);

    private ShutdownSignal() {}

    /** Listens to the JVM's signals from now on. */
    public static ShutdownSignal onSignal() {
        ShutdownSignal ending = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::waitUntilTidy, "ending"));
        return ending;
    }

    /** Tells whether the end was asked for. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the end. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /**
     * Waits for a time.
     *
     * @throws InterruptedException as soon as the end is asked for
     */
    public void pause(Duration time) throws InterruptedException {
        if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the end was asked for");
        }
    }

    /**
     * Waits until a condition holds; answers false if it does not within the bound.
     *
     * @throws InterruptedException as soon as the end is asked for
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
     * @param what what is waited for, for the message
     * @throws IllegalStateException if it does not hold within the bound
     * @throws InterruptedException as soon as the end is asked for
     */
    public void until(String what, Duration bound, BooleanSupplier condition)
            throws InterruptedException {
        if (!isReached(bound, condition)) {
            throw new IllegalStateException(
                    "waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }

    /** Says that everything is put away: the JVM may go. */
    public void tidied() {
        tidy.countDown();
    }

    @SuppressWarnings("ReturnValueIgnored") // gone or not, the JVM ends
    private void waitUntilTidy() {
        asked.countDown();
        try {
            tidy.await(TIDYING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
