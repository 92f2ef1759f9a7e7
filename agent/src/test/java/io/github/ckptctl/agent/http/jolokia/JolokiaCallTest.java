// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import org.jolokia.server.core.Version;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JolokiaCallTest {

    @Test
    void returnsTheVersionsOfTheJolokiaItIsBuiltWith() {
        assertThat(JolokiaCall.AGENT_VERSION).isEqualTo(Version.getAgentVersion());
        assertThat(JolokiaCall.PROTOCOL_VERSION).isEqualTo(Version.getProtocolVersion());
    }
}
