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

class JmxOptionsTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "jmx.changes=true", "jolokia.port=none", "jolokia.prot=1"})
    void leavesChangesOpenUnlessAskedFor(String arguments) {
        assertThat(whyClosed(arguments)).isEmpty();
    }

    @Test
    void closesChangesIfAskedFor() {
        assertThat(whyClosed("jmx.changes=false")).isEqualTo("jmx.changes=false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmx.changes=no", "jmx.changes=", "jmx.changes=False"})
    void closesThemWhereTheOptionIsWrong(String arguments) {
        // given
        AgentOptions options = AgentOptions.of(arguments, Map.of());

        // then
        assertThat(JmxOptions.access(options, "").whyClosed()).isEqualTo("jmx.changes=false");
        assertThat(options.faults())
                .singleElement()
                .asString()
                .contains(arguments + " is neither true nor false; false holds");
        assertThat(options.lost()).isEmpty();
    }

    @Test
    void takesTheNextSourceWhereOneIsWrong() throws Exception {
        // given
        Path file = Files.writeString(directory.resolve("agent"), "jmx.changes=true\n");

        // then
        assertThat(whyClosed("jmx.changes=,config=" + file)).isEmpty();
    }

    @Test
    void closesThemWhereTheOptionMayBeLost() {
        assertThat(whyClosed("config=" + directory.resolve("absent")))
                .contains("may have been lost", "cannot be read");
        assertThat(whyClosed("jmx.change=false")).contains("jmx.change is not an option");
        assertThat(
                        JmxOptions.access(AgentOptions.of("", Map.of()), "jmx.changes=false")
                                .whyClosed())
                .contains("a second time");
    }

    @Test
    void leavesThemOpenWhereAnotherSourceSaysSo() {
        assertThat(whyClosed("jmx.changes=true,config=" + directory.resolve("absent"))).isEmpty();
    }

    private static String whyClosed(String arguments) {
        return JmxOptions.access(AgentOptions.of(arguments, Map.of()), "").whyClosed();
    }
}
