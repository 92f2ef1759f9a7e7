// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.ArrayDeque;
import java.util.Deque;

/** How long the last completed checkpoints took. Any thread. */
final class RecentDurations {

    private static final int KEPT = 10;

    private final Deque<Long> millis = new ArrayDeque<>();

    synchronized void add(long duration) {
        millis.addLast(duration);
        if (millis.size() > KEPT) {
            millis.removeFirst();
        }
    }

    /** Returns the longest of them in milliseconds, -1 before the first. */
    synchronized long longest() {
        return millis.stream().mapToLong(Long::longValue).max().orElse(-1);
    }
}
