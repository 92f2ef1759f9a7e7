// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every benchmark once, too short to time anything. Each fails by itself where a hook has
 * failed, a checkpoint has not completed, or the read of a setting has allocated.
 */
@Tag("full")
class InsideJobManagerITCase {

    @Test
    void runsEveryBenchmark() throws Exception {
        // given
        JmhBenchmarks group = new JmhBenchmarks(JmhConfig.ONCE);

        // when
        Figures figures = Once.of(group::measure);

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
                        "empty.bytes",
                        "empty.median",
                        "empty.p99",
                        "memory.agent.10.changed",
                        "memory.flink.10.changed",
                        "read.field.bytes",
                        "read.field.time",
                        "read.minPause.bytes",
                        "read.minPause.time",
                        "read.timeout.bytes",
                        "read.timeout.time",
                        "read.tolerableFailedCheckpoints.bytes",
                        "read.tolerableFailedCheckpoints.time",
                        "subtasks.allAttributes.1",
                        "subtasks.allAttributes.100",
                        "subtasks.describeCheckpoint.1",
                        "subtasks.describeCheckpoint.100",
                        "subtasks.diagnose.1",
                        "subtasks.diagnose.100",
                        "update.bytes",
                        "update.median",
                        "update.p99");
        assertThat(figures.names())
                .filteredOn(name -> !name.startsWith("read."))
                .allSatisfy(name -> assertThat(figures.of(name).median()).as(name).isPositive());
    }
}
