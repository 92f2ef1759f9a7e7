// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Checkpoint;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Flink's statistics of the job in a span of time.
 *
 * @param checkpoints those that were triggered and completed in it
 * @param recordsPerSecond that the slow operator read
 */
record Span(List<Checkpoint> checkpoints, double recordsPerSecond) {

    Sample sample(ToLongFunction<Checkpoint> quantity) {
        return new Sample(checkpoints.stream().mapToLong(quantity));
    }
}
