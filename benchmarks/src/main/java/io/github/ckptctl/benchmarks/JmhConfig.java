// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * Amount of work for a figure.
 *
 * @param rounds number of new JVMs for each benchmark
 * @param pairs number of timings of a checkpoint with and without the agent, a new JVM each
 * @param memoryRounds number of new JVMs for the memory benchmarks, which count and do not time
 * @param warmUps number of iterations before the measurement
 * @param iterations number of measured iterations
 * @param length duration of each iteration
 * @param subtasks of the jobs whose checkpoints are timed
 * @param jobs numbers of jobs whose memory is counted
 * @param changes number of earlier changes of their settings; 200 fill a history
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

    /** Configuration for reliable figures. */
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

    /** Configuration for scrapes, of which each iteration has one. */
    static JmhConfig scrapes(int rounds, int warmUps, int scrapes) {
        return new JmhConfig(
                rounds,
                0,
                0,
                warmUps,
                scrapes,
                Duration.ofMillis(1),
                List.of(),
                List.of(),
                List.of());
    }

    /** Configuration of a smoke test, which runs each benchmark once. */
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
