// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How figures and tables are written. */
class FiguresTest {

    @Test
    void showsTheMedianAndTheRange() {
        Sample sample = sample(250, 24_000, 900);

        assertThat(sample.text(Units::millis)).isEqualTo("900 ms (250 ms – 24.0 s)");
    }

    @Test
    void takesTheLowerOfTwoMiddleValues() {
        assertThat(sample(4, 1, 3, 2).median()).isEqualTo(2);
    }

    @Test
    void showsOneValueWhereAllLookAlike() {
        assertThat(sample(24_010, 24_020).text(Units::millis)).isEqualTo("24.0 s");
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(sample().text(Units::millis)).isEqualTo("none");
    }

    @Test
    void showsTheMiddleHalf() {
        assertThat(sample(8, 1, 2, 3, 4, 5, 6, 7, 90).middleHalf(Long::toString))
                .isEqualTo("3 – 7");
        assertThat(sample(2, 1, 3).middleHalf(Long::toString)).isEqualTo("1 – 3");
    }

    @Test
    void saysWhichFigureWasNotMeasured() {
        // given
        Figures figures = new Figures("a machine");
        figures.add("one", 1);

        // then
        assertThatThrownBy(() -> figures.of("two"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no figure of two");
        assertThatThrownBy(() -> figures.ratio("one", "two")).hasMessageContaining("two");
    }

    @Test
    void choosesAUnitForBytes() {
        assertThat(List.of(-1L, 0L, 1_536L, 1_572_864L))
                .extracting(Units::bytes)
                .containsExactly("unknown", "0 B", "1.5 KiB", "1.50 MiB");
    }

    @Test
    void writesMarkdown() {
        Table table = new Table("a", "b");
        table.row("1", "2");

        assertThat(table).hasToString("| a | b |\n| --- | --- |\n| 1 | 2 |");
    }

    private static Sample sample(long... values) {
        return new Sample(LongStream.of(values));
    }
}
