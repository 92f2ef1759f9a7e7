// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.flink.UnalignedPolicy;

/** Translation of the agent's options for unaligned checkpoints. */
final class UnalignedOptions {

    /** Option for whether tasks of all jobs are deployed capable of unaligned checkpoints. */
    static final String READY = "unaligned.ready";

    /** Option for the classes and packages, separated by {@code ;}, that depend on alignment. */
    static final String EXCLUDED = "unaligned.excluded";

    private UnalignedOptions() {}

    static UnalignedPolicy policy(AgentOptions options) {
        return new UnalignedPolicy(options.isTrue(READY), options.words(EXCLUDED));
    }
}
