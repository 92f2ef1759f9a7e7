// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.model.ChangeOutcome;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Timer of one job for the next override, or the suspension, that ends automatically. Any thread.
 *
 * <p>An alarm that fires only means that it is time to look: it may be early, since the wall clock
 * was set back or is slightly behind the timer's, and it may have waited while another one was set.
 * The due items, and the time of the next alarm, are looked up where nothing changes meanwhile.
 */
public final class ExpiryTimer {

    /** Delay before a failed expiry is retried. */
    private static final long AGAIN_MILLIS = 60_000;

    private final TaskScheduler timer;
    private final Clock clock;
    private final Runnable look;
    private Runnable cancellation = () -> {};
    private boolean cancelled;

    /**
     * @param look ends the due items, and sets the alarm for the next one
     */
    public ExpiryTimer(TaskScheduler timer, Clock clock, Runnable look) {
        this.timer = timer;
        this.clock = clock;
        this.look = look;
    }

    /**
     * Sets the alarm and replaces the previous one.
     *
     * @param time epoch milliseconds, empty for no alarm
     */
    public synchronized void at(OptionalLong time) {
        cancellation.run();
        cancellation = () -> {};
        if (time.isPresent() && !cancelled) {
            long delay = Math.max(0, time.getAsLong() - clock.millis());
            cancellation = timer.schedule(look, Duration.ofMillis(delay));
        }
    }

    /**
     * Sets the alarm after a failure to end the due items.
     *
     * @return the outcome for the history
     */
    public ChangeOutcome again(RuntimeException failure) {
        at(OptionalLong.of(clock.millis() + AGAIN_MILLIS));
        return ChangeOutcome.failed(
                failure.getMessage() + "; tried again in " + AGAIN_MILLIS + " ms");
    }

    /** Cancels the alarm permanently. */
    public synchronized void cancel() {
        cancelled = true;
        cancellation.run();
    }
}
