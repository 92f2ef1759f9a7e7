// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

/**
 * One line of the table of all benchmarks.
 *
 * @param what what was measured
 * @param against what it is compared with
 * @param goal what was to be reached
 * @param measured its figure: the median and the range over the runs
 * @param compared the figure of what it is compared with
 * @param ratio the one over the other
 * @param isMet whether the goal is reached
 * @param reason a sentence or two: what the figure is made of
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
