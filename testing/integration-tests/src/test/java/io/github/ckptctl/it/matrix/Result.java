// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.time.LocalDate;
import java.util.List;

/**
 * Result of one test on one line.
 *
 * @param test class and method
 * @param day when it ran
 * @param detail why it failed or was skipped, or what it reported, empty if nothing
 */
record Result(
        Line line,
        Scheduler scheduler,
        String test,
        Outcome outcome,
        LocalDate day,
        String detail) {

    private static final int LONGEST_DETAIL = 300;

    Result {
        String oneLine = detail.strip().replaceAll("\\s+", " ");
        detail = oneLine.substring(0, Math.min(LONGEST_DETAIL, oneLine.length()));
    }

    /** Parses the output of {@link #toString()}. */
    static Result parse(String text) {
        String[] columns = text.split("\t", -1);
        return new Result(
                new Line(columns[0], Integer.parseInt(columns[1])),
                Scheduler.valueOf(columns[2]),
                columns[3],
                Outcome.valueOf(columns[4]),
                LocalDate.parse(columns[5]),
                columns[6]);
    }

    @Override
    public String toString() {
        return String.join(
                "\t",
                List.of(
                        line.flink(),
                        Integer.toString(line.java()),
                        scheduler.name(),
                        test,
                        outcome.name(),
                        day.toString(),
                        detail));
    }
}
