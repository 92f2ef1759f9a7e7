// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;

import static org.assertj.core.api.Assertions.assertThat;

class TextSanitizerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slow disk, see #4711",
                "\u00e4\u03b1\u05d0\u4e2d",
                "\ud83d\ude80 deploy",
                "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\ud83d\udc69\u200d\ud83d\udcbb"
            })
    void leavesWhatPeopleWriteAsItIs(String text) {
        assertThat(TextSanitizer.of(text)).isSameAs(text);
        assertThat(TextSanitizer.escaped(text, 100)).isEqualTo(text);
        assertThat(TextSanitizer.json(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\n', '\r', '\t', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x200f, 0x2028,
                0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0x061c, 0xfeff, 0xd800, 0xdfff, 0xe0001
            })
    void putsABlankForWhatIsNoText(int character) {
        String text = "a" + Character.toString(character) + "b";

        assertThat(TextSanitizer.of(text)).isEqualTo("a b");
        assertThat(TextSanitizer.isClean(text)).isFalse();
        assertThat(TextSanitizer.escaped(text, 100)).isEqualTo("a" + units(character) + "b");
        assertThat(TextSanitizer.json("\"" + text + "\""))
                .isEqualTo("\"a" + units(character) + "b\"");
    }

    private static String units(int character) {
        StringBuilder units = new StringBuilder();
        for (char unit : Character.toChars(character)) {
            units.append(String.format("\\u%04x", (int) unit));
        }
        return units.toString();
    }

    @Test
    void escapesWhatWouldEndAQuotedText() {
        assertThat(TextSanitizer.escaped("a \"b\" \\ c", 100)).isEqualTo("a \\\"b\\\" \\\\ c");
    }

    @Test
    void aLineOfLogHasWhatTheLogCanHold() {
        String text = "gr\u00fc\u00df \ud83d\ude80 \"x\"\n";
        boolean isUnicode = Charset.defaultCharset().newEncoder().canEncode(text);

        assertThat(TextSanitizer.logged(text, 100))
                .isEqualTo(
                        isUnicode
                                ? "gr\u00fc\u00df \ud83d\ude80 \\\"x\\\"\\u000a"
                                : "gr\\u00fc\\u00df \\ud83d\\ude80 \\\"x\\\"\\u000a");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(TextSanitizer.of("a".repeat(500))).hasSize(500);
        assertThat(TextSanitizer.of("a".repeat(501))).isEqualTo("a".repeat(500) + "…");
        assertThat(TextSanitizer.of("a".repeat(499) + "\ud83d\ude80"))
                .isEqualTo("a".repeat(499) + "…");
        assertThat(TextSanitizer.quoted("a".repeat(65_000))).isEqualTo("a".repeat(80) + "…");
    }
}
