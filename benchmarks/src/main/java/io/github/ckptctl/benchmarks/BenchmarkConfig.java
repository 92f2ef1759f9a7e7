// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is done on real clusters for a figure.
 *
 * @param rounds how often each thing is measured, by turns with what it is compared with
 * @param clients how many ask at once
 * @param warmUp how long they ask before it counts
 * @param length how long they ask each time
 * @param changes how often a running job's timeout is changed
 * @param jobs how many jobs are asked for at once, ascending
 */
record BenchmarkConfig(
        int rounds,
        List<Integer> clients,
        Duration warmUp,
        Duration length,
        int changes,
        List<Integer> jobs) {

    /** For figures to rely on. */
    static final BenchmarkConfig FULL =
            new BenchmarkConfig(
                    10,
                    List.of(1, 16),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    500,
                    List.of(10, 100, 1_000));

    /** Returns how many jobs there are at last. */
    int mostJobs() {
        return jobs.get(jobs.size() - 1);
    }

    /** Everything once, to see that it still runs. */
    static final BenchmarkConfig ONCE =
            new BenchmarkConfig(
                    1, List.of(2), Duration.ofMillis(50), Duration.ofMillis(50), 5, List.of(1, 3));
}
