// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Opens two pages of the console on two jobs, too briefly to time anything. */
@Tag("full")
class OpenPagesITCase {

    @Test
    void readsWhatThePagesRead() throws Exception {
        // given
        ConsoleBenchmarks group =
                new ConsoleBenchmarks(new BenchmarkOptions("2.3.0", false), ConsoleConfig.ONCE);

        // when
        Figures figures = Once.of(group::measure);

        // then
        assertThat(group.rows(figures)).hasSize(4);
        assertThat(figures.of("jobs.jobs.count").median()).isPositive();
        assertThat(figures.of("job.status.count").median()).isPositive();
        assertThat(figures.names()).noneMatch(name -> name.startsWith("none."));
    }
}
