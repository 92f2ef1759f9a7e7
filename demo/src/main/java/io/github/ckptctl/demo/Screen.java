// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the demo shows: headings, lines of a running clock, and commands. Colours on a terminal. */
final class Screen {

    /** How a line is meant, which is its colour. */
    enum Tone {
        PLAIN(""),
        GOOD("\u001b[32m"),
        BAD("\u001b[31m");

        private final String colour;

        Tone(String colour) {
            this.colour = colour;
        }
    }

    private static final int FAILURE_LINES = 6;
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String CYAN = "\u001b[36m";
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private final long start = System.nanoTime();

    private Screen(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    static Screen onStandardOutput() {
        // the launcher knows whether it writes to a terminal; a JVM does not tell in all versions
        return new Screen(System.out, Boolean.getBoolean("ckptctl.demo.colours"));
    }

    /** Returns a duration as it is shown everywhere. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** Prints a heading. */
    void title(String text) {
        out.println();
        out.println(paint(BOLD, text));
    }

    /** Prints a line of explanation. */
    void text(String text) {
        out.println("  " + paint(DIM, text));
    }

    /** Prints what happened, with the time since the start. */
    void event(String what) {
        out.println(clock() + what);
    }

    /** Prints what became of a checkpoint, with the time since the start. */
    void checkpoint(long id, Tone tone, String what) {
        out.printf(Locale.ROOT, "%scheckpoint %2d   %s%n", clock(), id, paint(tone.colour, what));
    }

    /** Prints a command; a line of it, to be copied, has nothing but blanks before it. */
    void command(String lines) {
        out.println(lines.lines().map(line -> paint(CYAN, line)).collect(Collectors.joining("\n")));
    }

    /** Prints what a command answered. */
    void answer(String text) {
        out.println("  -> " + text);
    }

    /** Prints a name and what it stands for, in columns. */
    void entry(String name, String value) {
        out.printf(Locale.ROOT, "  %-10s %s%n", name, value);
    }

    /** Prints why it went wrong: what is thrown and its causes, in their own words. */
    void failure(Throwable thrown) {
        out.println();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            beginning(message == null ? cause.toString() : message)
                    .forEach(line -> out.println("  " + paint(Tone.BAD.colour, line)));
        }
    }

    /** Returns the first lines of a message, which may hold what another program printed. */
    private static Stream<String> beginning(String message) {
        return message.replaceAll("\u001b\\[[0-9;]*m", "")
                .lines()
                .filter(line -> !line.isBlank())
                .limit(FAILURE_LINES);
    }

    private String clock() {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return String.format(Locale.ROOT, "  %7s   ", seconds(millis));
    }

    private String paint(String colour, String text) {
        return coloured && !colour.isEmpty() ? colour + text + RESET : text;
    }
}
