// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {

    @Test
    void alignsColumnsAndCountsNoColours() {
        // given
        Style colours = new Style(true);
        Table table =
                new Table("A", "LONGER", "C").row(colours.bad("red"), "x", "").row("y", "z", "w");

        // then
        assertThat(table.lines())
                .extracting(Style::rendered)
                .containsExactly("A    LONGER  C", "\u001b[31mred\u001b[0m  x", "y    z       w");
    }

    @Test
    void keepsItsColumnsForEveryText() {
        // given
        Table table =
                new Table("JOB", "NAME", "STATUS")
                        .row("1", "a\nb\u001b[2J\u202e", "RUNNING")
                        .row("2", "x".repeat(6000), "RUNNING")
                        .row("3", "\u65e5\u672c\u8a9e e\u0301 \ud83d\ude80", "RUNNING")
                        .row("4", "\u0301".repeat(6000), "RUNNING");

        // when
        List<String> lines = table.lines();

        // then
        assertThat(lines)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(Escapes::isUnsafe))
                .allSatisfy(line -> assertThat(ScreenText.width(line)).isLessThan(80));
        int column = lines.get(0).indexOf("STATUS");
        assertThat(lines.subList(1, 5))
                .allSatisfy(
                        line -> {
                            String before = line.substring(0, line.indexOf("RUNNING"));
                            assertThat(ScreenText.width(before)).isEqualTo(column);
                        });
        assertThat(lines.get(1)).startsWith("1    a\\nb\\u001b[2J\\u202e ");
        assertThat(lines.get(2)).contains("xxx...  RUNNING");
    }

    @Test
    void cutsALineWithItsColours() {
        String line = new Style(true).good("green") + " and more";

        assertThat(Style.rendered(ScreenText.beginning(line, 7)))
                .isEqualTo("\u001b[32mgreen\u001b[0m a");
        assertThat(ScreenText.beginning("short", 7)).isEqualTo("short");
        assertThat(new Style(false).bold("plain")).isEqualTo("plain");
    }
}
