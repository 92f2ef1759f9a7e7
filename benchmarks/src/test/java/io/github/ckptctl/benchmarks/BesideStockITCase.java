// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs every benchmark on real clusters once, too short to time anything. */
class BesideStockITCase {

    @Test
    void runsEveryBenchmark() throws Exception {
        // given
        BesideStock group = new BesideStock(new BenchmarkOptions("2.3.0", false), Pace.ONCE);

        // when
        Ending ending = Ending.onSignal();
        Figures figures;
        try {
            figures = group.measure(ending, new Progress());
        } finally {
            ending.tidied();
        }

        // then: each row of the page has its figures
        assertThat(group.rows(figures)).hasSize(12);
        assertThat(figures.names())
                .hasSize(29)
                .allSatisfy(name -> assertThat(figures.of(name).median()).as(name).isPositive());
    }
}
