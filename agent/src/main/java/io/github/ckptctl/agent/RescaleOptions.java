// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.operation.RescaleService.WhileSuspended;

import java.util.List;

/** Translation of the agent's options for rescales of the adaptive scheduler. */
final class RescaleOptions {

    /**
     * Option for the treatment of a rescale that Flink would force while checkpointing is
     * suspended.
     */
    static final String WHILE_SUSPENDED = "rescale.whileSuspended";

    static final String WAIT = "wait";
    private static final String FORCE = "force";

    private RescaleOptions() {}

    static WhileSuspended whileSuspended(AgentOptions options) {
        return options.oneOf(WHILE_SUSPENDED, List.of(WAIT, FORCE)).equals(FORCE)
                ? WhileSuspended.FORCE
                : WhileSuspended.WAIT;
    }
}
