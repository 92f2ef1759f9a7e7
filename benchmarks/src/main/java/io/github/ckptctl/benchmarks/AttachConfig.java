// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * Number of attaches, and the load under which the agent is attached.
 *
 * @param rounds number of attaches for each number of jobs
 * @param jobs numbers of jobs, in ascending order
 * @param warmUp time that the jobs run before the measurement
 * @param length time that is measured before an attach, and again from its start on
 */
record AttachConfig(int rounds, List<Integer> jobs, Duration warmUp, Duration length) {

    /** Configuration for reliable figures. */
    static final AttachConfig FULL =
            new AttachConfig(
                    1, List.of(3, 30, 300), Duration.ofSeconds(60), Duration.ofSeconds(30));

    /** Configuration of a smoke test, which runs everything once. */
    static final AttachConfig ONCE =
            new AttachConfig(1, List.of(2), Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Returns the greatest number of jobs, to which the goals apply. */
    int most() {
        return jobs.get(jobs.size() - 1);
    }
}
