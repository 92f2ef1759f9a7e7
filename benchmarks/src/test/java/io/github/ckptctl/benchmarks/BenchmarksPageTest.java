// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of the benchmarks, and what it is made of. */
class BenchmarksPageTest {

    private static final Path HOME = Path.of("..");

    /** After a change of what it says: {@code ./benchmarks/run --page}. */
    @Test
    void saysWhatTheFiguresSay() throws IOException {
        assertThat(HOME.resolve("docs/benchmarks.md")).hasContent(Run.page(HOME).text());
    }

    @Test
    void drawsWhatTheFiguresSay() throws IOException {
        for (Chart chart : Run.page(HOME).charts()) {
            assertThat(HOME.resolve("docs/images/" + chart.name() + ".svg"))
                    .hasContent(chart.svg());
        }
    }

    @Test
    void keepsEveryValue() throws IOException {
        // given
        Path file = Files.createTempFile("figures", ".tsv");
        Figures figures = new Figures("a machine");
        figures.add("one", 3);
        figures.add("one", 1);
        figures.add("two", 2);

        // when
        figures.write(file);
        Figures read = Figures.read(file);

        // then
        assertThat(read).hasToString(figures.toString());
        assertThat(read.measuredOn()).isEqualTo("a machine");
        assertThat(read.of("one").text(Long::toString)).isEqualTo("1 (1 – 3)");
    }

    @Test
    void comparesEachRunWithItsNeighbour() {
        // given
        Figures figures = new Figures("");
        for (long slow : new long[] {10, 20, 40}) {
            figures.add("woven", 11 * slow);
            figures.add("stock", 10 * slow);
        }

        // then
        assertThat(figures.ratio("woven", "stock").text(Units::ratio)).isEqualTo("1.10");
    }

    @Test
    void drawsProportionAsAStraightLine() {
        // given
        Chart chart = new Chart("growth", "Growth", "jobs", Units::bytes);

        // when
        chart.add("all", 1, 10);
        chart.add("all", 10, 100);
        chart.add("all", 100, 1_000);

        // then
        assertThat(chart.svg()).contains("points=\"80,310 230,175 380,40\"");
    }
}
