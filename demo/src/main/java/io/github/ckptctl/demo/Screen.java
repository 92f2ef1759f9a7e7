// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Output of the demo: headings, lines with the elapsed time, and commands. In colour on a terminal.
 */
final class Screen {

    /** Meaning of a line, which determines its colour. */
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
        // the launcher knows whether it writes to a terminal; a JVM cannot determine it in all
        // versions
        return new Screen(System.out, Boolean.getBoolean("ckptctl.demo.colours"));
    }

    /** Returns a duration in the format of the demo. */
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

    /** Prints a change of a checkpoint, with the time since the start. */
    void checkpoint(long id, Tone tone, String what) {
        out.printf(Locale.ROOT, "%scheckpoint %2d   %s%n", clock(), id, paint(tone.colour, what));
    }

    /** Prints a command; its lines have only blanks before them, so that they can be copied. */
    void command(String lines) {
        out.println(lines.lines().map(line -> paint(CYAN, line)).collect(Collectors.joining("\n")));
    }

    /** Prints the output of a command. */
    void answer(String text) {
        out.println("  -> " + text);
    }

    /** Prints a name and its value, in columns. */
    void entry(String name, String value) {
        out.printf(Locale.ROOT, "  %-10s %s%n", name, value);
    }

    /** Prints the reason of a failure: the exception and its causes, with their own messages. */
    void failure(Throwable thrown) {
        out.println();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            beginning(message == null ? cause.toString() : message)
                    .forEach(line -> out.println("  " + paint(Tone.BAD.colour, line)));
        }
    }

    /** Returns the first lines of a message, which may contain another program's output. */
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
