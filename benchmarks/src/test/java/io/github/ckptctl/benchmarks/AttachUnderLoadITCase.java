// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Attaches the agent to two jobs, too briefly to time anything. */
@Tag("full")
class AttachUnderLoadITCase {

    @Test
    void findsAllJobsAndHarmsNone() throws Exception {
        // given
        AttachUnderLoad group =
                new AttachUnderLoad(new BenchmarkOptions("2.3.0", false), AttachConfig.ONCE);

        // when
        Figures figures = Once.of(group::measure);

        // then: no clock has a say in this row, and the others have their figures
        assertThat(group.rows(figures))
                .hasSize(4)
                .last()
                .satisfies(
                        row -> {
                            assertThat(row.measured()).isEqualTo("2, 0, 0");
                            assertThat(row.isMet()).isTrue();
                        });
        assertThat(figures.names())
                .hasSize(25)
                .filteredOn(name -> name.matches("(stop|weaving|cpu)\\.2\\.attach"))
                .hasSize(3)
                .allSatisfy(name -> assertThat(figures.of(name).median()).as(name).isPositive());
    }
}
