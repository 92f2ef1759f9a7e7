// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AgentOptionsTest {

    @Test
    void takesArgumentsBeforeEnvironmentBeforeFileBeforeDefaults(@TempDir Path directory)
            throws Exception {
        // given
        Path file = directory.resolve("agent.properties");
        Files.writeString(
                file, "jolokia.port=1\njolokia.host=localhost\njolokia.tokenFile=/from/file\n");

        // when
        AgentOptions options =
                AgentOptions.of(
                        "jolokia.port=3,config=" + file,
                        Map.of("CKPTCTL_JOLOKIA_PORT", "2", "CKPTCTL_JOLOKIA_HOST", "::1"));

        // then
        assertThat(options.number("jolokia.port", 0, 65_535)).isEqualTo(3);
        assertThat(options.text("jolokia.host")).isEqualTo("::1");
        assertThat(options.text("jolokia.tokenFile")).isEqualTo("/from/file");
        assertThat(options.isTrue("jolokia.enabled")).isTrue();
        assertThat(options.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "eighty", "", "1.5"})
    void keepsTheDefaultAndSaysSoWhenANumberIsNone(String port) {
        // when
        AgentOptions options = AgentOptions.of("jolokia.port=" + port, Map.of());

        // then
        assertThat(options.number("jolokia.port", 0, 65_535)).isEqualTo(8778);
        assertThat(options.faults())
                .singleElement()
                .asString()
                .contains("jolokia.port=" + port, "from 0 to 65535", "8778 holds");
    }

    @Test
    void keepsTheDefaultAndSaysSoWhenATruthIsNone() {
        // when
        AgentOptions options = AgentOptions.of("jolokia.enabled=yes", Map.of());

        // then
        assertThat(options.isTrue("jolokia.enabled")).isTrue();
        assertThat(options.faults()).singleElement().asString().contains("neither true nor false");
    }

    @Test
    void namesEveryFaultAndEveryKey() {
        // when
        AgentOptions options =
                AgentOptions.of("jolokia.prot=1,verbose,config=/no/such/file", Map.of());

        // then
        assertThat(options.faults())
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).contains("jolokia.prot", "jolokia.port"))
                .anySatisfy(fault -> assertThat(fault).contains("verbose", "key=value"))
                .anySatisfy(fault -> assertThat(fault).contains("/no/such/file"));
    }

    @Test
    void takesNoArgumentsAtAll() {
        assertThat(AgentOptions.of(null, Map.of()).faults()).isEmpty();
        assertThat(AgentOptions.of("", Map.of()).faults()).isEmpty();
    }
}
