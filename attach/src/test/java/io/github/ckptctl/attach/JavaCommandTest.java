// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class JavaCommandTest {

    private static final String MAIN =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";

    @ParameterizedTest
    @CsvSource({
        "java -Xmx1g -cp a.jar:b.jar com.example.Main --x y, com.example.Main",
        "/usr/bin/java --add-opens java.base/java.lang=ALL-UNNAMED -classpath x C, C",
        "java --add-exports=java.base/a=b -jar /opt/app.jar x, /opt/app.jar",
        "java -p mods -m module/com.example.Main arg, module/com.example.Main",
        "java --module=module/com.example.Main, module/com.example.Main",
        "java -version, ''",
        "java, ''"
    })
    void findsWhatIsStarted(String words, String main) {
        assertThat(command(words).mainClass()).isEqualTo(main);
    }

    @Test
    void takesOptionsFromWhereAJvmTakesThem() {
        // given
        Map<String, String> environment =
                Map.of(
                        "JAVA_TOOL_OPTIONS", "-Da=tool '-javaagent:/opt/my agent.jar=x=1'",
                        "JDK_JAVA_OPTIONS", "-Da=launcher @launcher-file",
                        "_JAVA_OPTIONS", "-Da=last");
        Map<String, String> files =
                Map.of(
                        "launcher-file", "-Dfile=1 # not this\n\"-Dfile=two words\"",
                        "main-file", "-XX:+UseSerialGC -cp x " + MAIN + " --configDir conf",
                        "vm-file", "-XX:+DisableAttachMechanism");
        List<String> words = List.of("java", "-XX:VMOptionsFile=vm-file", "@main-file", "@@x");

        // when
        JavaCommand command =
                JavaCommand.of(words, environment, file -> files.getOrDefault(file, ""));

        // then
        assertThat(command.options())
                .containsExactly(
                        "-Da=tool",
                        "-javaagent:/opt/my agent.jar=x=1",
                        "-Da=launcher",
                        "-Dfile=1",
                        "-Dfile=two words",
                        "-XX:VMOptionsFile=vm-file",
                        "-XX:+DisableAttachMechanism",
                        "-XX:+UseSerialGC",
                        "-cp",
                        "x",
                        "-Da=last");
        assertThat(command.main()).containsExactly(MAIN, "--configDir", "conf", "@@x");
        assertThat(command.valueOf("-Da=")).isEqualTo("last");
        assertThat(command.isOn("DisableAttachMechanism")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "java -XX:+DisableAttachMechanism C, true",
        "java -XX:+DisableAttachMechanism -XX:-DisableAttachMechanism C, false",
        "java -XX:-DisableAttachMechanism -XX:+DisableAttachMechanism C, true",
        "java C -XX:+DisableAttachMechanism, false"
    })
    void knowsWhetherAFlagIsOn(String words, boolean expected) {
        assertThat(command(words).isOn("DisableAttachMechanism")).isEqualTo(expected);
    }

    private static JavaCommand command(String words) {
        return JavaCommand.of(List.of(words.split(" ")), Map.of(), file -> "");
    }
}
