// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/** The alarm of one job for the next override that ends by itself. Any thread. */
final class Expiry {

    private final Timer timer;
    private final Clock clock;
    private final Runnable alarm;
    private Runnable cancellation = () -> {};
    private boolean cancelled;

    Expiry(Timer timer, Clock clock, Runnable alarm) {
        this.timer = timer;
        this.clock = clock;
        this.alarm = alarm;
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
            cancellation = timer.schedule(() -> ring(time.getAsLong()), Duration.ofMillis(delay));
        }
    }

    /** Takes the alarm away for good. */
    synchronized void cancel() {
        cancelled = true;
        cancellation.run();
    }

    /** Rings, or waits on when the wall clock was set back meanwhile. */
    private void ring(long time) {
        if (clock.millis() < time) {
            at(OptionalLong.of(time));
        } else {
            alarm.run();
        }
    }
}
