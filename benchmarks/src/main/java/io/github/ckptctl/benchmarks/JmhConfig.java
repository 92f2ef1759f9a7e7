// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is done for a figure.
 *
 * @param rounds how often each benchmark gets a new JVM
 * @param pairs how often a checkpoint is timed with and without the agent, a new JVM each
 * @param memoryRounds how often those of the memory do, which count and do not time
 * @param warmUps how often it runs before it counts
 * @param iterations how often it counts
 * @param length how long it runs each time
 * @param subtasks of the jobs whose checkpoints are timed
 * @param jobs how many jobs there are where memory is counted
 * @param changes how often their settings were changed before; 200 fill a history
 */
record JmhConfig(
        int rounds,
        int pairs,
        int memoryRounds,
        int warmUps,
        int iterations,
        Duration length,
        List<Integer> subtasks,
        List<Integer> jobs,
        List<Integer> changes) {

    /** For figures to rely on. */
    static final JmhConfig FULL =
            new JmhConfig(
                    3,
                    11,
                    2,
                    4,
                    5,
                    Duration.ofMillis(400),
                    List.of(1, 10, 100, 1_000, 10_000),
                    List.of(10, 100, 1_000),
                    List.of(0, 200));

    /** Each benchmark once, to see that it still runs. */
    static final JmhConfig ONCE =
            new JmhConfig(
                    1,
                    1,
                    1,
                    0,
                    1,
                    Duration.ofMillis(50),
                    List.of(1, 100),
                    List.of(10),
                    List.of(200));
}
