// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

/**
 * One row of the table of all benchmarks.
 *
 * @param what the subject of the measurement
 * @param against what it is compared with
 * @param goal the target
 * @param measured its figure: the median and the range over the runs
 * @param compared the figure of what it is compared with
 * @param ratio of the first figure to the second
 * @param isMet whether the goal is reached
 * @param reason a sentence or two: the parts of the figure
 */
record Row(
        String what,
        String against,
        String goal,
        String measured,
        String compared,
        String ratio,
        boolean isMet,
        String reason) {}
