// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.Locale;

/** How figures are written. */
final class Units {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private Units() {}

    /** Returns milliseconds, from a second on as seconds. */
    static String millis(long millis) {
        return millis < 1000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** Returns nanoseconds in the unit that suits their number. */
    static String nanos(long nanos) {
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        return nanos < MILLI
                ? String.format(Locale.ROOT, "%.0f µs", nanos / (double) MICRO)
                : String.format(Locale.ROOT, "%.1f ms", nanos / (double) MILLI);
    }

    /** Returns how often one number is in another. */
    static String ratio(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f", (double) part / whole);
    }

    /** Returns bytes in the unit that suits their number. */
    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes < 0 ? "unknown" : bytes + " B";
        }
        return bytes < MIB
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
                : String.format(Locale.ROOT, "%.2f MiB", bytes / (double) MIB);
    }

    /** Returns what one number is of another. */
    static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
    }
}
