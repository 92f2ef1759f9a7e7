// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Delay after which Flink's adaptive scheduler forces a rescale that it wants. Immutable. */
public final class RescaleDelay {

    private final long millis;
    private final int intervals;
    private final boolean configured;

    /**
     * @param millis the delay that Flink uses, in milliseconds
     * @param intervals the same delay in checkpoint intervals, where it is not configured
     * @param configured whether it was set in Flink's configuration
     */
    public RescaleDelay(long millis, int intervals, boolean configured) {
        this.millis = millis;
        this.intervals = intervals;
        this.configured = configured;
    }

    /** Returns the delay that Flink uses, in milliseconds. */
    public long millis() {
        return millis;
    }

    /**
     * Returns whether it was set in Flink's configuration, and so does not depend on the interval.
     */
    public boolean isConfigured() {
        return configured;
    }

    /** Returns the delay with these settings, in milliseconds. */
    public long in(JobSettings settings) {
        long interval = settings.override(Setting.INTERVAL);
        return configured || interval == JobSettings.NO_OVERRIDE
                ? millis
                : Millis.times(interval, intervals);
    }
}
