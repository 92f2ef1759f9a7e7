// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.Locale;

/** Formats of the figures. */
final class Units {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private Units() {}

    /** Returns milliseconds, in seconds if there is at least one. */
    static String millis(long millis) {
        return millis < 1000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** Returns bytes in a suitable unit. */
    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes < 0 ? "unknown" : bytes + " B";
        }
        return bytes < MIB
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
                : String.format(Locale.ROOT, "%.2f MiB", bytes / (double) MIB);
    }

    /** Returns picoseconds in a suitable unit. */
    static String picos(long picos) {
        if (picos < 1_000_000) {
            return scaled(picos, 1_000, "ns");
        }
        return picos < 1_000_000_000
                ? scaled(picos, 1_000_000, "µs")
                : scaled(picos, 1_000_000_000, "ms");
    }

    private static String scaled(long value, long scale, String unit) {
        double scaled = value / (double) scale;
        return String.format(Locale.ROOT, scaled < 100 ? "%.1f %s" : "%.0f %s", scaled, unit);
    }

    /** Returns a ratio that is given in thousandths. */
    static String ratio(long thousandths) {
        return String.format(Locale.ROOT, "%.2f", thousandths / 1000.0);
    }

    /** Returns one number as a percentage of another. */
    static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
    }
}
