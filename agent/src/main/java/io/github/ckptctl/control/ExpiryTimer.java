// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The alarm of one job for the next override, or the suspension, that ends by itself. Any thread.
 *
 * <p>An alarm that rings says no more than that it is time to look: it may be early, since the wall
 * clock was set back or is a little behind the timer's, and it may have waited while another one
 * was set. What is due, and for when the alarm is to be set again, is looked up where nothing
 * changes meanwhile.
 */
final class ExpiryTimer {

    /** After how long what could not be ended at its time is tried again. */
    private static final long AGAIN_MILLIS = 60_000;

    private final TaskScheduler timer;
    private final Clock clock;
    private final Runnable look;
    private Runnable cancellation = () -> {};
    private boolean cancelled;

    /**
     * @param look ends what is due, and sets the alarm for what is next
     */
    ExpiryTimer(TaskScheduler timer, Clock clock, Runnable look) {
        this.timer = timer;
        this.clock = clock;
        this.look = look;
    }

    /**
     * Sets the alarm, in place of the one before.
     *
     * @param time epoch milliseconds, empty for no alarm
     */
    synchronized void at(OptionalLong time) {
        cancellation.run();
        cancellation = () -> {};
        if (time.isPresent() && !cancelled) {
            long delay = Math.max(0, time.getAsLong() - clock.millis());
            cancellation = timer.schedule(look, Duration.ofMillis(delay));
        }
    }

    /**
     * Sets the alarm after a failure to end what was due.
     *
     * @return the outcome for the history
     */
    String again(RuntimeException failure) {
        at(OptionalLong.of(clock.millis() + AGAIN_MILLIS));
        return "FAILED: " + failure.getMessage() + "; tried again in " + AGAIN_MILLIS + " ms";
    }

    /** Takes the alarm away for good. */
    synchronized void cancel() {
        cancelled = true;
        cancellation.run();
    }
}
