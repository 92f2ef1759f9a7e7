// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.attach.AgentJarFile;
import io.github.ckptctl.cli.AgentJars;
import io.github.ckptctl.cli.outcome.CliException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlinkHomeTest {

    @TempDir Path directory;

    private Path home;

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectories(directory.resolve("flink"));
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("opt"));
        Files.writeString(home.resolve("conf/config.yaml"), "rest.port: 1\n");
    }

    @Test
    void readsTheConfigurationThatIsNamed() throws IOException {
        // given
        Path elsewhere = Files.createDirectories(directory.resolve("etc/flink"));
        Files.writeString(elsewhere.resolve("config.yaml"), "rest.port: 2\n");

        // when
        FlinkHome flink = FlinkHome.of(home, elsewhere);
        flink.write("rest.port: 3\n");

        // then
        assertThat(flink.configuration()).isEqualTo(elsewhere.resolve("config.yaml"));
        assertThat(elsewhere.resolve("config.yaml")).hasContent("rest.port: 3\n");
        assertThat(home.resolve("conf/config.yaml")).hasContent("rest.port: 1\n");
        assertThat(flink.readsFrom(elsewhere)).isTrue();
        assertThat(flink.readsFrom(home.resolve("conf"))).isFalse();
        assertThatThrownBy(() -> FlinkHome.of(home, directory.resolve("none")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("none is no directory with Flink's configuration");
    }

    @Test
    void givesAJarANameThatAShellLeavesAsItIs() throws IOException {
        // given
        FlinkHome flink = FlinkHome.of(home, home.resolve("conf"));
        Path jar = AgentJars.ours(directory.resolve("my agent's = copy.jar"), "0.1.0");
        AgentJarFile agent = AgentJarFile.at(jar).orElseThrow();

        // when
        boolean before = flink.hasCopy(agent);
        flink.copy(agent);

        // then
        assertThat(before).isFalse();
        assertThat(flink.jar(agent)).isEqualTo(home.resolve("opt/ckptctl-agent-0.1.0.jar"));
        assertThat(flink.jar(agent)).hasSameBinaryContentAs(jar);
        assertThat(flink.hasCopy(agent)).isTrue();
    }

    @Test
    void knowsTheAgentByWhatIsInItsJar() throws IOException {
        // given
        FlinkHome flink = FlinkHome.of(home, home.resolve("conf"));
        Path ours = AgentJars.ours(directory.resolve("renamed.jar"), "0.1.0");
        Path another = AgentJars.another(home.resolve("opt/ckptctl-agent-0.1.0.jar"));

        // then
        assertThat(flink.isAgent(ours.toString())).isTrue();
        assertThat(flink.isAgent(another.toString())).isFalse();
        assertThat(flink.isAgent(home.resolve("opt/ckptctl-agent-0.0.1.jar").toString()))
                .as("deleted by an upgrade from where it was put")
                .isTrue();
        assertThat(flink.isAgent("/nowhere/ckptctl-agent-0.0.1.jar")).isFalse();
        assertThat(flink.isMissing("/nowhere/ckptctl-agent-0.0.1.jar")).isTrue();
        assertThat(flink.isMissing(ours.toString())).isFalse();
        assertThat(flink.isMissing("/a\0b")).as("no path at all").isFalse();
        assertThat(flink.isAgent(home.resolve("opt/other.jar").toString())).isFalse();
    }
}
