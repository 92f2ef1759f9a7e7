// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How often the agent is attached, and to how much.
 *
 * @param rounds how often for each number of jobs
 * @param jobs how many jobs there are, the fewest first
 * @param warmUp how long they run before it counts
 * @param length how long is measured before an attach, and as long from its start on
 */
record AttachConfig(int rounds, List<Integer> jobs, Duration warmUp, Duration length) {

    /** For figures to rely on. */
    static final AttachConfig FULL =
            new AttachConfig(
                    1, List.of(3, 30, 300), Duration.ofSeconds(60), Duration.ofSeconds(30));

    /** Everything once, to see that it still runs. */
    static final AttachConfig ONCE =
            new AttachConfig(1, List.of(2), Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Returns the greatest number of jobs, which the goals are for. */
    int most() {
        return jobs.get(jobs.size() - 1);
    }
}
