// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;

import java.util.OptionalLong;

/**
 * First periodic trigger of a coordinator since its job was started or restored, and the time that
 * {@code InitialDelay} makes it wait.
 *
 * <p>The time counts from the moment at which Flink first starts its scheduler. Flink may start it
 * several times before the trigger: when the job is running, when its first task is (1.20 on), and
 * when all are (2.3). Changed with the coordinator's lock held, except by {@link #triggered}; read
 * by any thread.
 */
final class FirstTrigger {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private volatile boolean isToCome = true;
    private volatile boolean isStarted;
    private volatile boolean isDelayed;
    private volatile long startedNanos;

    /** Called when the state of the job's tasks is restored. */
    void restored() {
        isDelayed = false;
        isStarted = false;
        isToCome = true;
    }

    /** Called when a periodic checkpoint was triggered. */
    void triggered() {
        isToCome = false;
    }

    /**
     * Called when Flink starts its scheduler.
     *
     * @param drawn the delay that Flink would use, in milliseconds
     * @return the delay to use instead
     */
    long started(JobSettings settings, long drawn) {
        if (!isToCome) {
            return drawn;
        }
        if (!isStarted) {
            startedNanos = System.nanoTime();
            isStarted = true;
        }
        OptionalLong left = left(settings);
        isDelayed = left.isPresent();
        return isDelayed ? Math.max(0, left.getAsLong()) : drawn;
    }

    /** Returns whether it was armed with the setting, and not with a delay of Flink's. */
    boolean isDelayed() {
        return isDelayed;
    }

    /**
     * Returns the milliseconds that are left of the setting's time, negative if it is over; empty
     * if it does not apply: there was a trigger already, or the setting has no value.
     */
    OptionalLong left(JobSettings settings) {
        long delay = settings.override(Setting.INITIAL_DELAY);
        return isToCome && isStarted && delay != JobSettings.NO_OVERRIDE
                ? OptionalLong.of(delay - (System.nanoTime() - startedNanos) / NANOS_PER_MILLI)
                : OptionalLong.empty();
    }
}
