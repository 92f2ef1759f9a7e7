// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ScreenTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "-rf --all",
                "C:\\new\\table",
                "\u00e4\u03b1\u05d0\u4e2d",
                "\ud83d\ude80 deploy",
                "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\ud83d\udc69\u200d\ud83d\udcbb"
            })
    void leavesWhatPeopleWriteAsItIs(String text) {
        assertThat(ScreenText.line(text, UTF_8)).isEqualTo(text);
        assertThat(Style.rendered(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029,
                0x202a, 0x202e, 0x2066, 0x2069, 0x061c, 0xfeff, 0xd800, 0xdfff, 0xfdd0, 0xfffe
            })
    void escapesWhatATerminalWouldObey(int character) {
        String line = ScreenText.line("a" + Character.toString(character) + "b");

        assertThat(line).isEqualTo("a" + String.format("\\u%04x", character) + "b");
        assertThat(ScreenText.line(line)).isEqualTo(line);
    }

    @Test
    void keepsATextInOneLine() {
        assertThat(ScreenText.line("SELECT\n\t*\r\nFROM t")).isEqualTo("SELECT\\n\\t*\\r\\nFROM t");
        assertThat(ScreenText.line("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
    }

    @Test
    void colouresOnlyWhatTheStyleHas() {
        // given
        Style style = new Style(true);
        String forged = "\u001b[31mred\u001b[0m";

        // when
        String line = ScreenText.line(style.bad(forged) + forged);

        // then
        assertThat(Style.rendered(line))
                .isEqualTo(
                        "\u001b[31m\\u001b[31mred\\u001b[0m\u001b[0m" + "\\u001b[31mred\\u001b[0m");
        assertThat(Style.rendered(ScreenText.line("\ufdd0:31mred"))).isEqualTo("\\ufdd0:31mred");
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "'', 6, ''"})
    void cutsAtColumns(String text, int columns, String cut) {
        assertThat(ScreenText.cut(text, columns)).isEqualTo(cut);
    }

    @Test
    void countsColumnsAndNotCharacters() {
        assertThat(ScreenText.width("\u65e5\u672c e\u0301 \ud83d\ude80")).isEqualTo(9);
        assertThat(ScreenText.beginning("\u65e5\u672c\u8a9e", 5)).isEqualTo("\u65e5\u672c");
        assertThat(ScreenText.beginning("\ud83d\ude80\ud83d\ude80", 3)).isEqualTo("\ud83d\ude80");
        assertThat(ScreenText.beginning("e" + "\u0301".repeat(6000), 10)).hasSizeLessThan(50);
    }

    @Test
    void showsAnEscapeForWhatTheTerminalDoesNotHave() {
        String text = "gr\u00fc\u00df \ud83d\ude80 " + new Style(true).good("ok");

        assertThat(Style.rendered(ScreenText.line(text, US_ASCII)))
                .isEqualTo("gr\\u00fc\\u00df \\ud83d\\ude80 \u001b[32mok\u001b[0m");
        assertThat(ScreenText.line(text, ISO_8859_1)).startsWith("gr\u00fc\u00df \\ud83d");
    }
}
