// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the form that users write and read. */
public final class Durations {

    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[dhms])");
    private static final Pattern PARTS = Pattern.compile("(" + PART.pattern() + ")+");

    private Durations() {}

    /**
     * Returns the milliseconds of a text: {@code 30s}, {@code 1h30m}, {@code PT10M} or plain
     * milliseconds.
     *
     * @throws CliException if it is not a duration
     */
    public static long parse(String text) {
        try {
            if (text.matches("-?\\d+")) {
                return Long.parseLong(text);
            }
            if (text.startsWith("P")) {
                return Duration.parse(text).toMillis();
            }
            if (PARTS.matcher(text).matches()) {
                return sum(text);
            }
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            // reported below
        }
        throw new CliException(
                ExitCode.USAGE,
                "'" + text + "' is no duration; write 30s, 10m, 1h30m, PT10M, or milliseconds");
    }

    private static long sum(String text) {
        long sum = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long unit = unit(part.group(2));
            sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(part.group(1)), unit));
        }
        return sum;
    }

    private static long unit(String name) {
        int index = 0;
        while (!UNITS[index].equals(name)) {
            index++;
        }
        return MILLIS[index];
    }

    /** Returns a duration to the millisecond, {@code 1h30m}; {@code none} below 0. */
    public static String exact(long millis) {
        if (millis <= 0) {
            return millis == 0 ? "0" : "none";
        }
        StringBuilder text = new StringBuilder();
        long left = millis;
        for (int i = 0; i < UNITS.length; i++) {
            if (left >= MILLIS[i]) {
                text.append(left / MILLIS[i]).append(UNITS[i]);
                left %= MILLIS[i];
            }
        }
        return text.toString();
    }

    /** Returns a duration in reduced precision for reading; {@code -} below 0. */
    public static String about(long millis) {
        if (millis < 0) {
            return "-";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        long rest = millis < 3_600_000 ? 1_000 : millis < 86_400_000 ? 60_000 : 3_600_000;
        return exact(millis / rest * rest);
    }
}
