// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ArgumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "gr\u00fc\u00dfe", "\ud83d\ude80", "-x \u001b"})
    void takesWhatWasWritten(String argument) {
        assertThat(Arguments.fault("set", argument, "timeout=1m")).isEmpty();
        assertThat(Arguments.isDecoded(latin(argument), argument)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\ufffd\ufffd", "\ud800", "a\udc80b"})
    void rejectsWhatTheLocaleCouldNotDecode(String argument) {
        assertThat(Arguments.fault("set", "orders", argument))
                .hasValueSatisfying(
                        fault ->
                                assertThat(fault)
                                        .contains(
                                                "is not what was written",
                                                "locale",
                                                "LC_ALL=C.UTF-8")
                                        .endsWith("Nothing was done."));
    }

    @Test
    void knowsAQuestionMarkThatStandsForAnotherCharacter() {
        assertThat(Arguments.isDecoded("why?", "why?")).isTrue();
        assertThat(Arguments.isDecoded(latin("why \u00fc"), "why ??")).isFalse();
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
