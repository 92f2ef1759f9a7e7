// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.time.Instant;

/**
 * A measured time, and the CPU use in it.
 *
 * @param cpu the CPU time of one process
 * @param busy the share of the machine's cores that was in use by any process, from 0 to 1
 */
record Stretch(Window window, Duration cpu, double busy) {

    /** Measurement from the construction on. */
    static final class Watch {

        private final long pid;
        private final Instant start = Instant.now();
        private final Duration cpuAtStart;

        Watch(long pid) {
            this.pid = pid;
            this.cpuAtStart = cpu();
            Machine.busySinceLastAsked();
        }

        /** Returns the measurement so far. */
        Stretch stop() {
            return new Stretch(
                    new Window(start, Instant.now()),
                    cpu().minus(cpuAtStart),
                    Machine.busySinceLastAsked());
        }

        private Duration cpu() {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
        }
    }
}
