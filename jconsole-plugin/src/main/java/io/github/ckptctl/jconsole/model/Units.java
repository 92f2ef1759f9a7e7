// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and times in the form that users write and read. */
public final class Units {

    private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

    static {
        MILLIS.put("d", 86_400_000L);
        MILLIS.put("h", 3_600_000L);
        MILLIS.put("min", 60_000L);
        MILLIS.put("s", 1_000L);
        MILLIS.put("ms", 1L);
    }

    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,15})\\s*([a-z]*)\\s*");
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Units() {}

    /**
     * Returns the milliseconds of a text such as {@code 10 min}, {@code 1 h 30 min} or {@code 500
     * ms}; a number alone is milliseconds.
     *
     * @throws IllegalArgumentException if it is not a duration; the message describes a valid one
     */
    public static long millis(String text) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        long sum = 0;
        int end = 0;
        while (end < text.length() && part.region(end, text.length()).lookingAt()) {
            String unit = part.group(2);
            boolean alone = unit.isEmpty() && end == 0 && part.end() == text.length();
            Long millis = MILLIS.get(alone ? "ms" : shortened(unit));
            if (millis == null) {
                throw noDuration(text);
            }
            try {
                sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(part.group(1)), millis));
            } catch (ArithmeticException e) {
                throw noDuration(text);
            }
            end = part.end();
        }
        if (text.isBlank() || end < text.length()) {
            throw noDuration(text);
        }
        return sum;
    }

    private static String shortened(String unit) {
        switch (unit) {
            case "sec":
            case "second":
            case "seconds":
                return "s";
            case "m":
            case "mins":
            case "minute":
            case "minutes":
                return "min";
            case "hour":
            case "hours":
                return "h";
            case "day":
            case "days":
                return "d";
            default:
                return unit;
        }
    }

    private static IllegalArgumentException noDuration(String text) {
        return new IllegalArgumentException(
                "'" + text.trim() + "' is no duration; write 90 s, 10 min or 1 h 30 min");
    }

    /** Returns a duration exactly, {@code 1 min 30 s} for 90000; "none" below 0. */
    public static String duration(long millis) {
        return duration(millis, MILLIS.size());
    }

    /** Returns a duration in its two greatest units; "none" below 0. */
    public static String age(long millis) {
        return duration(millis < 1_000 ? millis : millis / 1000 * 1000, 2);
    }

    private static String duration(long millis, int units) {
        if (millis < 0) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        int left = units;
        for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
            long count = rest / unit.getValue();
            rest %= unit.getValue();
            if (text.length() > 0) {
                left--;
            }
            if (count > 0 && left > 0) {
                text.append(text.length() > 0 ? " " : "").append(count).append(' ');
                text.append(unit.getKey());
            }
        }
        return text.length() == 0 ? "0 ms" : text.toString();
    }

    /** Returns a size such as {@code 4.5 MiB}; "none" below 0. */
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "none";
        }
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < BYTES.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, BYTES[unit]);
    }

    /** Returns the local time of day of epoch milliseconds; "never" below 0. */
    public static String clock(long epochMillis) {
        return epochMillis < 0 ? "never" : CLOCK.format(here(epochMillis));
    }

    /** Returns the local date and time of epoch milliseconds; "never" below 0. */
    public static String time(long epochMillis) {
        return epochMillis < 0 ? "never" : DAY.format(here(epochMillis));
    }

    private static ZonedDateTime here(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault());
    }
}
