// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.flink.UnalignedPolicy;

/** Translates the agent's options for unaligned checkpoints. */
final class UnalignedOptions {

    /** Whether tasks of all jobs are deployed capable of unaligned checkpoints. */
    static final String READY = "unaligned.ready";

    /** Classes and packages, parted by {@code ;}, that count on alignment. */
    static final String EXCLUDED = "unaligned.excluded";

    private UnalignedOptions() {}

    static UnalignedPolicy policy(AgentOptions options) {
        return new UnalignedPolicy(options.isTrue(READY), options.words(EXCLUDED));
    }
}
