// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the names in the agent by which its calls are counted. */
class AgentAtWorkTest {

    @Test
    void findsTheHandlerOfTheHooks() throws Exception {
        assertThat(AgentAtWork.handler()).isSameAs(CheckpointHookHandler.NONE);
        assertThat(CheckpointHookHandler.class)
                .isAssignableFrom(
                        Class.forName(AgentAtWork.HANDLER, false, getClass().getClassLoader()));
    }
}
