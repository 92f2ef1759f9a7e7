// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

import java.time.Duration;

/**
 * Time until the MBeans of the jobs appeared.
 *
 * @param jobs number of jobs at the end
 * @param last when the last MBean appeared, from the start of the watching on
 */
record DiscoveryTime(int jobs, Duration last) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Watches until all MBeans exist, at most for the bound. */
    static DiscoveryTime watch(Beans beans, ShutdownSignal ending, Duration bound, int all)
            throws InterruptedException {
        long start = System.nanoTime();
        DiscoveryTime found = new DiscoveryTime(0, Duration.ZERO);
        Duration passed = Duration.ZERO;
        while (found.jobs() < all && passed.compareTo(bound) < 0) {
            int now = beans.jobs();
            passed = Duration.ofNanos(System.nanoTime() - start);
            if (now > found.jobs()) {
                found = new DiscoveryTime(now, passed);
            }
            ending.pause(LOOK_AGAIN);
        }
        return found;
    }
}
