// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.time.Duration;
import java.util.Locale;

/** Reporter of the progress on standard error; standard output is for the result. */
final class Progress {

    private final long start = System.nanoTime();

    void say(String what) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        System.err.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, what);
    }
}
