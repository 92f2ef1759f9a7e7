// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.verb;

import io.github.ckptctl.cli.outcome.CliFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The agent's jar that is found beside the command's. */
class AgentJarTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.1.0-SNAPSHOT", "1.0.0-rc1", "10.2"})
    void aJarOfAnyVersionIsFoundAmongAllThatABuildLeaves(String version) throws IOException {
        // given
        String name = "ckptctl-agent-" + version;
        for (String other : new String[] {"-sources.jar", "-javadoc.jar", "-sbom.json"}) {
            file(name + other);
        }
        file("original-" + name + ".jar");
        file("ckptctl-cli-" + version + ".jar");
        Path jar = file(name + ".jar");

        // then
        assertThat(AgentJar.in(directory)).isEqualTo(jar);
    }

    @Test
    void noneIsTakenOfTwo() throws IOException {
        // given
        file("ckptctl-agent-0.1.0.jar");
        file("ckptctl-agent-0.2.0-SNAPSHOT.jar");

        // then
        assertThatThrownBy(() -> AgentJar.in(directory))
                .isInstanceOf(CliFailure.class)
                .hasMessageContainingAll("more than one", directory.toString(), "--agent");
    }

    @Test
    void whereThereIsNoneTheOptionIsNamed() throws IOException {
        // given
        file("ckptctl-agent-0.1.0-sources.jar");

        // then
        assertThatThrownBy(() -> AgentJar.in(directory))
                .isInstanceOf(CliFailure.class)
                .hasMessageContainingAll("no ckptctl-agent-VERSION.jar", "--agent");
    }

    private Path file(String name) throws IOException {
        return Files.createFile(directory.resolve(name));
    }
}
