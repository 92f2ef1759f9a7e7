// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end by Ctrl-C, or another signal: the story hears of it, and the JVM waits until it has put
 * everything away.
 */
final class Ending {

    private static final Duration TIDYING = Duration.ofSeconds(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch tidy = new CountDownLatch(1);

    private Ending() {}

    /** Listens to the JVM's signals from now on. */
    static Ending onSignal() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::waitUntilTidy, "ending"));
        return ending;
    }

    /** Tells whether the end was asked for. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for the end. */
    void await() throws InterruptedException {
        asked.await();
    }

    /**
     * Waits for a time.
     *
     * @throws InterruptedException as soon as the end is asked for
     */
    void pause(Duration time) throws InterruptedException {
        if (asked.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the end was asked for");
        }
    }

    /** Says that everything is put away: the JVM may go. */
    void tidied() {
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
