// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;

/**
 * Amount of work for the figures of unaligned checkpoints.
 *
 * @param warmUp time that the job runs before the measurement
 * @param reference time that it is observed without checkpoints
 * @param slow number of aligned checkpoints
 * @param fast number of unaligned ones
 * @param failures number of failures of the job
 * @param up time that it runs before each failure, more than {@link BackPressuredJob#SETTLING}
 */
record UnalignedConfig(
        Duration warmUp, Duration reference, int slow, int fast, int failures, Duration up) {

    /** Configuration for reliable figures. */
    static final UnalignedConfig FULL =
            new UnalignedConfig(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    3,
                    15,
                    3,
                    Duration.ofSeconds(18));

    /** Configuration of a smoke test, which runs everything once. */
    static final UnalignedConfig ONCE =
            new UnalignedConfig(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    1,
                    1,
                    1,
                    BackPressuredJob.SETTLING.plusSeconds(1));
}
