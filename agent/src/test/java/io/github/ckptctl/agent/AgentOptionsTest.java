// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AgentOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsAFileAsEditorsOfOtherSystemsLeaveIt(String charset, @TempDir Path directory)
            throws Exception {
        // given
        Path file = directory.resolve("ckptctl.properties");
        String text = "\ufeffjolokia.port=4242\r\njolokia.host=localhost\r\n";
        Files.write(file, text.getBytes(Charset.forName(charset)));

        // when
        AgentOptions options = AgentOptions.of("config=" + file, Map.of());

        // then
        assertThat(options.faults()).isEmpty();
        assertThat(options.lost()).isEmpty();
        assertThat(options.number("jolokia.port", 0, 65_535)).isEqualTo(4242);
        assertThat(options.text("jolokia.host")).isEqualTo("localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16LE"})
    void keepsTheEndpointShutBehindAFileWhoseTextIsNotKnown(String charset, @TempDir Path directory)
            throws Exception {
        // given
        Path file = directory.resolve("ckptctl.properties");
        String text = "jolokia.port=4242\n# M\u00fcller\n";
        Files.write(file, text.getBytes(Charset.forName(charset)));

        // when
        AgentOptions options = AgentOptions.of("config=" + file, Map.of());

        // then
        assertThat(options.faults())
                .singleElement()
                .asString()
                .startsWith("config=" + file + " ")
                .contains("save it as UTF-8; it is left out")
                .doesNotContain("Exception");
        assertThat(options.lost()).isEqualTo(options.faults());
    }

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
    void fallsToTheNextSourceAndNamesTheWrongOne(@TempDir Path directory) throws Exception {
        // given: what Kubernetes sets for a Service of the name ckptctl-jolokia
        Path file = Files.writeString(directory.resolve("agent.properties"), "jolokia.port=8779\n");

        // when
        AgentOptions options =
                AgentOptions.of(
                        "config=" + file,
                        Map.of(
                                "CKPTCTL_JOLOKIA_PORT",
                                "tcp://10.0.0.1:8778",
                                "CKPTCTL_JOLOKIA_PORT_8778_TCP",
                                "tcp://10.0.0.1:8778"));

        // then
        assertThat(options.number("jolokia.port", 0, 65_535)).isEqualTo(8779);
        assertThat(options.faults())
                .singleElement()
                .asString()
                .startsWith("CKPTCTL_JOLOKIA_PORT=tcp://10.0.0.1:8778 is not a whole number")
                .endsWith("8779 in " + file + " holds");
        assertThat(options.lost()).isEmpty();
    }

    @Test
    void losesNoFileToAnEmptyVariable(@TempDir Path directory) throws Exception {
        // given
        Path file =
                Files.writeString(
                        directory.resolve("agent.properties"), "jolokia.usersFile=/etc/users\n");

        // when
        AgentOptions options =
                AgentOptions.of("config=" + file, Map.of("CKPTCTL_JOLOKIA_USERSFILE", ""));

        // then
        assertThat(options.text("jolokia.usersFile")).isEqualTo("/etc/users");
        assertThat(options.text("jolokia.usersFile")).isEqualTo("/etc/users");
        assertThat(options.faults())
                .singleElement()
                .asString()
                .contains("CKPTCTL_JOLOKIA_USERSFILE= is empty");
    }

    @Test
    void partsOptionsOnlyBeforeKeysAndTakesListsInSeveral() {
        // when
        AgentOptions options =
                AgentOptions.of(
                        "jolokia.readable=java.lang:type=Memory,name=x,jolokia.readable=a:b=c,"
                                + "jolokia.port=0,settings.maxTimeout=9,store=file:/a,b",
                        Map.of());

        // then
        assertThat(options.words("jolokia.readable"))
                .containsExactly("java.lang:type=Memory,name=x", "a:b=c");
        assertThat(options.number("jolokia.port", 0, 65_535)).isZero();
        assertThat(options.text("settings.maxTimeout")).isEqualTo("9");
        assertThat(options.text("store")).isEqualTo("file:/a,b");
        assertThat(options.faults()).isEmpty();
        assertThat(options.lost()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jolokia.port=0,jolokia.userFile=/etc/users",
                "jolokia.userFile=/etc/users",
                "jolokia.usersFile",
                "jolokia.enabled=no",
                "jolokia.port=1,jolokia.port=2",
                "jolokia.tls.clientAuth=",
                "jolokia.usersFile=",
                "config=/no/such/file"
            })
    void saysWhenTheEndpointMayHaveLostWhatWasToProtectIt(String arguments) {
        // when
        AgentOptions options = AgentOptions.of(arguments, Map.of());
        options.isTrue("jolokia.enabled");
        HttpOptions.of(options);

        // then
        assertThat(options.lost()).hasSize(1);
        assertThat(options.faults()).containsAll(options.lost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jolokia.port=eighty", "stores=x", "verbose", "store=x,stores=y"})
    void losesNothingByOtherFaults(String arguments) {
        // when
        AgentOptions options = AgentOptions.of(arguments, Map.of());
        options.number("jolokia.port", 0, 65_535);

        // then
        assertThat(options.faults()).hasSize(1);
        assertThat(options.lost()).isEmpty();
    }

    @Test
    void namesEveryFaultAndEveryKey() {
        // when
        AgentOptions options =
                AgentOptions.of("verbose,jolokia.prot=1,config=/no/such/file", Map.of());

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
