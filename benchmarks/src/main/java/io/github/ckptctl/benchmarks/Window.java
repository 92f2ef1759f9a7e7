// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Instant;

/**
 * A span of wall-clock time; all clocks that are compared in it are of this machine.
 *
 * @param start inclusive
 * @param end exclusive
 */
record Window(Instant start, Instant end) {

    boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }
}
