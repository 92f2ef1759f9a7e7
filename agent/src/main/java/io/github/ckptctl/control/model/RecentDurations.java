// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.util.Arrays;

/** Durations of the last completed checkpoints. Any thread. */
public final class RecentDurations {

    private static final int KEPT = 10;
    private static final long NONE = -1;

    private final long[] millis = new long[KEPT];
    private int next;

    public RecentDurations() {
        Arrays.fill(millis, NONE);
    }

    public synchronized void add(long duration) {
        millis[next] = duration;
        next = (next + 1) % KEPT;
    }

    /** Returns the longest of them in milliseconds, -1 before the first. */
    public synchronized long longest() {
        long longest = NONE;
        for (long duration : millis) {
            longest = Math.max(longest, duration);
        }
        return longest;
    }
}
