// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class JavaVersionTest {

    private static final String PROPERTY = "java.specification.version";

    private final String own = System.getProperty(PROPERTY);

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, own);
    }

    @ParameterizedTest
    @CsvSource({"1.8, 8", "9, 9", "10, 10", "11, 11", "25, 25", "'', 2147483647", "x, 2147483647"})
    void readsWhatJvmsSay(String specification, int feature) {
        assertThat(JavaVersion.feature(specification)).isEqualTo(feature);
    }

    @Test
    void findsNoFaultWithThisOne() {
        assertThat(JavaVersion.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "9", "10"})
    void saysWhatIsNeededAndWhatThereIs(String specification) {
        // given
        System.setProperty(PROPERTY, specification);

        // then
        assertThat(JavaVersion.fault())
                .contains("needs Java 11 or newer")
                .contains("this is Java " + System.getProperty("java.version"))
                .contains(System.getProperty("java.home"));
    }

    @Test
    void letsTheJvmStartWithoutTheAgentWhereItIsTooOld() {
        // given
        System.setProperty(PROPERTY, "1.8");

        // when
        String said = said(() -> AgentEntry.premain(null, null));

        // then
        assertThat(said)
                .startsWith("ckptctl: the agent stays out, the JVM runs on without it: it needs")
                .hasLineCount(1);
    }

    @Test
    void letsTheJvmStartWithoutTheAgentWhereItIsNotThere() {
        // when: nothing but this module is on the class path
        String said = said(() -> AgentEntry.agentmain("x", null));

        // then
        assertThat(said).startsWith("ckptctl: the agent stays out").hasLineCount(1);
    }

    private static String said(Runnable start) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            start.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {AgentEntry.class, CommandEntry.class, JavaVersion.class, ProgramEntry.class})
    void canBeLoadedByJava8(Class<?> type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream stream = type.getResourceAsStream(file);
                DataInputStream in = new DataInputStream(stream)) {
            in.readInt();
            in.readUnsignedShort();
            assertThat(in.readUnsignedShort()).as("major version").isEqualTo(52);
        }
    }
}
