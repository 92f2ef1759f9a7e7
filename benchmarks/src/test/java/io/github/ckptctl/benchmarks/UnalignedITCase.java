// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Switches a job between aligned and unaligned checkpoints, once each. */
@Tag("full")
class UnalignedITCase {

    @Test
    void measuresEverySwitchAndFailure() throws Exception {
        // when
        String tables =
                Once.of(
                        (ending, progress) ->
                                new UnalignedBenchmark(
                                                new BenchmarkOptions("2.3.0", false),
                                                UnalignedConfig.ONCE,
                                                ending,
                                                progress)
                                        .measure());

        // then: each line but the reference has at least one checkpoint, or its failure
        List<String> counts =
                tables.lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                        .map(line -> line.split(" \\| ")[1])
                        .toList();
        assertThat(counts).hasSize(9).startsWith("n", "0").endsWith("n", "1", "1");
        assertThat(counts.subList(2, 6)).doesNotContain("0");
    }
}
