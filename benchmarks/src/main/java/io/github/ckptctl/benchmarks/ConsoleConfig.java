// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;

/**
 * Number of jobs and of open pages, and the time for which they are measured.
 *
 * @param rounds number of measurements of each kind of page, alternating with none
 * @param jobs number of jobs of the JobManager
 * @param pages number of pages that are open at the same time
 * @param warmUp time that the pages are open before the measurement
 * @param length time of each measurement
 */
record ConsoleConfig(int rounds, int jobs, int pages, Duration warmUp, Duration length) {

    /** Configuration for reliable figures. */
    static final ConsoleConfig FULL =
            new ConsoleConfig(5, 300, 20, Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** Configuration of a smoke test, which runs everything once. */
    static final ConsoleConfig ONCE =
            new ConsoleConfig(1, 2, 2, Duration.ofMillis(500), Duration.ofSeconds(3));
}
