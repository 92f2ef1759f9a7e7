// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the benchmark of Flink's reporter once, too short to time anything. */
@Tag("full")
class ReporterITCase {

    private static final int JOBS = 5;

    /** The gauges of a job, and two of the agent. */
    private static final long ADDED = 22 * JOBS + 2;

    @Test
    void addsNoSeriesButTheGaugesOfEachJob() throws Exception {
        // given
        ReporterBenchmarks group = new ReporterBenchmarks(JmhConfig.scrapes(1, 0, 1), JOBS);

        // when
        Figures figures = Once.of(group::measure);

        // then
        assertThat(
                        figures.of("scrape.woven.series").median()
                                - figures.of("scrape.stock.series").median())
                .isEqualTo(ADDED);
        assertThat(group.rows(figures)).hasSize(3);
    }
}
