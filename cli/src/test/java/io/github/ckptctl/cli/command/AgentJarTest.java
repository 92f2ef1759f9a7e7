// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.AgentJars;
import io.github.ckptctl.cli.outcome.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of the agent's jar that is found beside the command's. */
class AgentJarTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ckptctl-agent-0.1.0.jar", "ckptctl-agent.jar", "renamed agent.jar"})
    void isFoundUnderAnyNameAmongTheFilesOfABuild(String name) throws IOException {
        // given
        file("ckptctl-agent-0.1.0-sources.jar");
        file("ckptctl-agent-0.1.0-sbom.json");
        Files.createDirectory(directory.resolve("directory.jar"));
        AgentJars.another(directory.resolve("ckptctl-agent-9.jar"));
        Path jar = AgentJars.ours(directory.resolve(name), "0.1.0-rc1");

        // then
        assertThat(AgentJar.in(directory).path()).isEqualTo(jar);
        assertThat(AgentJar.in(directory).version()).isEqualTo("0.1.0-rc1");
    }

    @Test
    void noneIsTakenOfTwo() throws IOException {
        // given
        AgentJars.ours(directory.resolve("ckptctl-agent-0.1.0.jar"), "0.1.0");
        AgentJars.ours(directory.resolve("other.jar"), "0.2.0-SNAPSHOT");

        // then
        assertThatThrownBy(() -> AgentJar.in(directory))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("more than one", directory.toString(), "--agent");
    }

    @Test
    void whereThereIsNoneTheOptionIsNamed() throws IOException {
        // given
        file("ckptctl-agent-0.1.0.jar");

        // then
        assertThatThrownBy(() -> AgentJar.in(directory))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("no jar of the agent", "--agent");
    }

    private void file(String name) throws IOException {
        Files.createFile(directory.resolve(name));
    }
}
