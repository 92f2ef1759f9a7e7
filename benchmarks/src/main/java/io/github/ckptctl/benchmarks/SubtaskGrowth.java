// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.benchmarks.inside.SubtaskReads;

import java.util.List;
import java.util.Map;

/** Times of the answers of a job's MBean, over the number of the job's subtasks. */
final class SubtaskGrowth {

    private static final List<String> READS =
            List.of("allAttributes", "describeCheckpoint", "diagnose");

    private final List<Integer> subtasks;

    SubtaskGrowth(List<Integer> subtasks) {
        this.subtasks = subtasks;
    }

    /** Times each answer once. */
    void measure(Jmh jmh, Figures figures) {
        for (int count : subtasks) {
            for (String read : READS) {
                figures.add(
                        name(read, count),
                        Jmh.picos(
                                jmh.time(
                                        SubtaskReads.class,
                                        read,
                                        true,
                                        Map.of("subtasks", count))));
            }
        }
    }

    Chart chart(Figures figures) {
        Chart chart =
                new Chart(
                        "benchmark-reads",
                        "What a job's bean answers: time over subtasks",
                        "subtasks",
                        Units::picos);
        for (int count : subtasks) {
            for (String read : READS) {
                String line = read.equals("allAttributes") ? "all attributes" : read;
                chart.add(line, count, figures.of(name(read, count)).median());
            }
        }
        return chart;
    }

    private static String name(String read, int count) {
        return "subtasks." + read + "." + count;
    }
}
