// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import io.github.ckptctl.cli.outcome.CliException;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigurationTextTest {

    private static final String OURS = "/opt/flink/opt/";
    private static final String OPTION =
            "-javaagent:/opt/flink/opt/ckptctl-agent-0.1.0.jar=a=b,c=d;e";

    @TempDir Path directory;

    static Stream<String> configurations() {
        return Stream.of(
                        // the format of 2.3
                        "# License\n\nenv:\n  java:\n    opts:\n      all: --add-exports=java.base/sun=ALL-UNNAMED\n"
                                + "\njobmanager:\n  # where\n  bind-host: localhost\n  rpc:\n    address: localhost\n",
                        "env:\n  java:\n    opts:\n      jobmanager: -Xmx1g # heap\n      all: -Da=b\nrest:\n  port: 8081\n",
                        "env:\n  java:\n    opts:\n      jobmanager: \"-Xmx1g -Dx=y\"   # heap\n",
                        "env:\n  java.opts:\n    jobmanager: '-Xmx1g'\n",
                        "env:\n  java.opts.jobmanager: ''\n  log.dir: /tmp\n",
                        // dotted, as 1.20 accepts it too
                        "env.java.opts.jobmanager: -Xmx1g\nrest.port: 8081\n",
                        "env.java.opts.jobmanager: \"\"\nrest.port: 8081\n",
                        "env.java.opts.jobmanager: -Xmx1g",
                        "'env.java.opts.jobmanager': -Xmx1g\n",
                        "rest.port: 8081",
                        "rest.port: 8081\n",
                        "rest.port: 8081\n\n\n",
                        "text: |\n  env.java.opts.jobmanager: not this one\n  more\nrest.port: 8081\n",
                        "other:\n  env.java.opts.jobmanager: not this one\n",
                        "list:\n- a\n- b\nrest:\n    port: 8081\n")
                .flatMap(text -> Stream.of(text, text.replace("\n", "\r\n")));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void putsTheOptionWhereFlinkReadsItAndTakesItOutToTheByte(String text) throws IOException {
        // when
        String with = configuration(text).with(OPTION);

        // then: Flink itself reads it, beside what was there
        Configuration before = read(text);
        Configuration after = read(with);
        String was = value(before);
        assertThat(value(after).strip()).isEqualTo((was.isBlank() ? "" : was + " ") + OPTION);
        before.removeKey("env.java.opts.jobmanager");
        after.removeKey("env.java.opts.jobmanager");
        assertThat(after.toMap()).isEqualTo(before.toMap());

        // and
        assertThat(configuration(with).with(OPTION)).isEqualTo(with);
        assertThat(configuration(with).jar()).contains("/opt/flink/opt/ckptctl-agent-0.1.0.jar");
        assertThat(configuration(with).without()).isEqualTo(text);
        String newer =
                configuration(with).with("-javaagent:/opt/flink/opt/ckptctl-agent-0.2.0.jar");
        assertThat(newer).doesNotContain("0.1.0").contains("0.2.0");
        assertThat(configuration(newer).without()).isEqualTo(text);
        assertThat(configuration(text).without()).isEqualTo(text);
    }

    @Test
    void keepsWhatCameAfterIt() {
        // given
        String with = configuration("a: 1\n").with(OPTION);

        // when
        String extended = with.replace(OPTION, OPTION + " -Xmx1g") + "b: 2\n";

        // then
        assertThat(configuration(extended).without()).isEqualTo(extended.replace(" " + OPTION, ""));
    }

    @Test
    void knowsOursByItsJarAndLeavesOthersAlone() {
        // given: two of this project's under names of their own, and one that only looks like it
        String other = "-javaagent:/opt/other/ckptctl-agent-9.jar=x";
        String text =
                "env.java.opts.jobmanager: -Xmx1g -javaagent:/opt/flink/opt/monitoring.jar=a=b "
                        + other
                        + " -javaagent:/opt/flink/opt/second.jar -Dlast=1\n";

        // when
        String with = configuration(text).with(OPTION);

        // then
        assertThat(with)
                .isEqualTo(
                        "env.java.opts.jobmanager: -Xmx1g " + OPTION + " " + other + " -Dlast=1\n");
        assertThat(configuration(with).with(OPTION)).isEqualTo(with);
        assertThat(configuration(text).without())
                .isEqualTo("env.java.opts.jobmanager: -Xmx1g " + other + " -Dlast=1\n");
        assertThat(configuration(text).jars())
                .containsExactly(
                        "/opt/flink/opt/monitoring.jar",
                        "/opt/other/ckptctl-agent-9.jar",
                        "/opt/flink/opt/second.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env.java.opts.all: -javaagent:/opt/flink/opt/agent.jar\n",
                "env.java.opts: -Xmx1g -javaagent:/opt/flink/opt/agent.jar=a=b\n",
                "env:\n  java:\n    opts:\n      all: -javaagent:/opt/flink/opt/agent.jar\n"
            })
    void addsNoSecondOneToThatOfAllProcesses(String text) {
        assertThatThrownBy(() -> configuration(text).with(OPTION))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("the agent is in env.java.opts")
                .hasMessageContaining("nothing was done");
    }

    @Test
    void readsQuotesAsAShellDoes() {
        // given
        String options =
                "-Da=b '-javaagent:/opt/two words/a.jar=x y' -javaagent:\"/b c.jar\"=z -javaagent:/d";

        // then
        assertThat(AgentOptionText.in(options))
                .extracting(AgentOptionText::path)
                .containsExactly("/opt/two words/a.jar", "/b c.jar", "/d");
        assertThat(AgentOptionText.in(options))
                .extracting(option -> options.substring(option.start(), option.end()))
                .containsExactly(
                        "'-javaagent:/opt/two words/a.jar=x y'",
                        "-javaagent:\"/b c.jar\"=z",
                        "-javaagent:/d");
    }

    @Test
    void fillsAKeyWithoutAValue() {
        // given
        String text = "env.java.opts.jobmanager:\nrest.port: 8081\n";

        // when
        String with = configuration(text).with(OPTION);

        // then
        assertThat(with).isEqualTo(text.replace("jobmanager:", "jobmanager: " + OPTION));
        assertThat(configuration(with).without()).isEqualTo(text);
    }

    @Test
    void takesTheLinesOfFlinkConf() {
        // given: 1.18, blanks and comments as they come
        String text =
                "# env.java.opts.jobmanager: commented out\n"
                        + "jobmanager.rpc.address: localhost   # here\n"
                        + "env.java.opts.jobmanager: -Xmx1g -Dk=v # heap\n";

        // when
        String with = configuration(text).with(OPTION);

        // then
        assertThat(with).isEqualTo(text.replace("-Dk=v", "-Dk=v " + OPTION));
        assertThat(configuration(with).without()).isEqualTo(text);
        assertThat(Difference.lines(text, with))
                .containsExactly(
                        "-3: env.java.opts.jobmanager: -Xmx1g -Dk=v # heap",
                        "+3: env.java.opts.jobmanager: -Xmx1g -Dk=v " + OPTION + " # heap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env.java.opts.jobmanager: |\n  -Xmx1g\n",
                "env.java.opts.jobmanager: -Xmx1g\n  -Dmore=1\n",
                "env.java.opts.jobmanager: *anchor\n",
                "env.java.opts.jobmanager: \"a \\\" b\"\n",
                "env.java.opts.jobmanager: \"-Xmx1g\n  -Dmore=1\"\n"
            })
    void leavesAloneWhatItMightBreak(String text) {
        assertThatThrownBy(() -> configuration(text).with(OPTION))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("by hand");
    }

    private Configuration read(String text) throws IOException {
        Files.writeString(directory.resolve("config.yaml"), text);
        return GlobalConfiguration.loadConfiguration(directory.toString());
    }

    private static ConfigurationText configuration(String text) {
        return new ConfigurationText(text, path -> path.startsWith(OURS));
    }

    private static String value(Configuration configuration) {
        return configuration.get(
                ConfigOptions.key("env.java.opts.jobmanager").stringType().defaultValue(""));
    }
}
