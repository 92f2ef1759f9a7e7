// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import org.junit.jupiter.api.Test;

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
                .containsExactly("A    LONGER  C", "\u001b[31mred\u001b[0m  x", "y    z       w");
    }

    @Test
    void cutsALineWithItsColours() {
        assertThat(Style.cut(new Style(true).good("green") + " and more", 7))
                .isEqualTo("\u001b[32mgreen\u001b[0m a");
        assertThat(Style.cut("short", 7)).isEqualTo("short");
        assertThat(new Style(false).bold("plain")).isEqualTo("plain");
    }
}
