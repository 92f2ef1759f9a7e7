// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs every benchmark on real clusters once, too short to time anything. */
@Tag("full")
class BesideStockITCase {

    @Test
    void runsEveryBenchmark() throws Exception {
        // given
        ClusterBenchmarks group =
                new ClusterBenchmarks(new BenchmarkOptions("2.3.0", false), BenchmarkConfig.ONCE);

        // when
        Figures figures = Once.of(group::measure);

        // then: each row of the page has its figures
        assertThat(group.rows(figures)).hasSize(13);
        assertThat(figures.names())
                .hasSize(42)
                .allSatisfy(name -> assertThat(figures.of(name).median()).as(name).isPositive());
    }
}
