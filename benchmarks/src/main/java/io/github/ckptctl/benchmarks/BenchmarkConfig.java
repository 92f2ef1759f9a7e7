// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * Amount of work on real clusters for a figure.
 *
 * @param rounds number of measurements of each thing, alternating with what it is compared with
 * @param clients number of concurrent clients
 * @param warmUp time that the clients send requests before the measurement
 * @param length time that the clients send requests in each measurement
 * @param changes number of changes of a running job's timeout
 * @param jobs numbers of jobs that are read at once, ascending
 */
record BenchmarkConfig(
        int rounds,
        List<Integer> clients,
        Duration warmUp,
        Duration length,
        int changes,
        List<Integer> jobs) {

    /** Configuration for reliable figures. */
    static final BenchmarkConfig FULL =
            new BenchmarkConfig(
                    10,
                    List.of(1, 16),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    500,
                    List.of(10, 100, 1_000));

    /** Returns the largest number of jobs. */
    int mostJobs() {
        return jobs.get(jobs.size() - 1);
    }

    /** Configuration of a smoke test, which runs everything once. */
    static final BenchmarkConfig ONCE =
            new BenchmarkConfig(
                    1, List.of(2), Duration.ofMillis(50), Duration.ofMillis(50), 5, List.of(1, 3));
}
