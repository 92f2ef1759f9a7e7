// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.cluster.ShutdownSignal;

/** Measures in a test what otherwise a program measures, which has an end by signal. */
final class Once {

    private Once() {}

    /** Returns what a benchmark finds. */
    static <T> T of(Measurement<T> measurement) throws Exception {
        ShutdownSignal ending = ShutdownSignal.onSignal();
        try {
            return measurement.measure(ending, new Progress());
        } finally {
            ending.tidied();
        }
    }

    /** A benchmark. */
    interface Measurement<T> {
        /** Runs it to its end. */
        T measure(ShutdownSignal ending, Progress progress) throws Exception;
    }
}
