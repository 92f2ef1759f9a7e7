// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formatter of the contract's values for users. */
public final class ValueFormatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB", "PB"};

    private ValueFormatter() {}

    /** Returns a point in time in the local time zone, {@code -} for none. */
    public static String time(long epochMillis) {
        return epochMillis < 0
                ? "-"
                : TIME.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
    }

    /** Returns the time since a point in time, {@code -} for none. */
    public static String ago(long epochMillis, long now) {
        return epochMillis < 0 ? "-" : Durations.about(Math.max(0, now - epochMillis)) + " ago";
    }

    /** Returns the time until a point in time, {@code -} for none. */
    public static String in(long epochMillis, long now) {
        return epochMillis < 0
                ? "-"
                : epochMillis <= now ? "now" : "in " + Durations.about(epochMillis - now);
    }

    /** Returns a number of bytes, {@code -} for none. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes < 0 ? "-" : bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1024) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, SIZES[unit]);
    }

    /** Returns a value of a setting in its unit. */
    public static String value(long value, String unit) {
        switch (unit) {
            case "ms":
                return Durations.exact(value);
            case "0/1":
                return value < 0 ? "none" : Boolean.toString(value == 1);
            case "%":
                return value + " %";
            default:
                return value < 0
                        ? "none"
                        : value == Integer.MAX_VALUE ? "unlimited" : Long.toString(value);
        }
    }

    /** Returns a checkpoint's id, {@code none} for -1. */
    public static String id(long id) {
        return id < 0 ? "none" : Long.toString(id);
    }
}
