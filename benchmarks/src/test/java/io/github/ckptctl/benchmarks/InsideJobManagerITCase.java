// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.Ending;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every benchmark once, too short to time anything. Each fails by itself where a hook has
 * failed, a checkpoint has not completed, or the read of a setting has allocated.
 */
class InsideJobManagerITCase {

    @Test
    void runsEveryBenchmark() {
        // given
        InsideJobManager group = new InsideJobManager(Effort.ONCE);

        // when
        Ending ending = Ending.onSignal();
        Figures figures;
        try {
            figures = group.measure(ending, new Progress());
        } finally {
            ending.tidied();
        }

        // then
        assertThat(figures.names())
                .containsExactlyInAnyOrder(
                        "bean.compositeOfJob.bytes",
                        "bean.compositeOfJob.time",
                        "bean.compositeOfJvm.bytes",
                        "bean.compositeOfJvm.time",
                        "bean.longOfJob.bytes",
                        "bean.longOfJob.time",
                        "bean.longOfJvm.bytes",
                        "bean.longOfJvm.time",
                        "bean.longOfLongName.bytes",
                        "bean.longOfLongName.time",
                        "cycle.1.stock.bytes",
                        "cycle.1.stock.time",
                        "cycle.1.woven.bytes",
                        "cycle.1.woven.time",
                        "cycle.100.stock.bytes",
                        "cycle.100.stock.time",
                        "cycle.100.woven.bytes",
                        "cycle.100.woven.time",
                        "memory.agent.10.changed",
                        "memory.flink.10.changed",
                        "read.field.bytes",
                        "read.field.time",
                        "read.minPause.bytes",
                        "read.minPause.time",
                        "read.timeout.bytes",
                        "read.timeout.time",
                        "read.tolerableFailures.bytes",
                        "read.tolerableFailures.time",
                        "update.bytes",
                        "update.median",
                        "update.p99");
        assertThat(figures.names())
                .filteredOn(name -> !name.startsWith("read."))
                .allSatisfy(name -> assertThat(figures.of(name).median()).as(name).isPositive());
    }
}
