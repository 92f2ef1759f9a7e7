// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;

/**
 * How much is done for the figures of unaligned checkpoints.
 *
 * @param warmUp how long the job runs before it counts
 * @param reference how long it is watched without checkpoints
 * @param slow how many aligned checkpoints
 * @param fast how many unaligned ones
 * @param failures how often the job fails
 * @param up how long it runs before each failure, more than {@link BackPressuredJob#SETTLING}
 */
record UnalignedConfig(
        Duration warmUp, Duration reference, int slow, int fast, int failures, Duration up) {

    /** For figures to rely on. */
    static final UnalignedConfig FULL =
            new UnalignedConfig(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    3,
                    15,
                    3,
                    Duration.ofSeconds(18));

    /** Everything once, to see that it still runs. */
    static final UnalignedConfig ONCE =
            new UnalignedConfig(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    1,
                    1,
                    1,
                    BackPressuredJob.SETTLING.plusSeconds(1));
}
