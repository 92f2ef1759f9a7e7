// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What the demo shows: headings, lines of a running clock, and commands. Colours on a terminal. */
final class Screen {

    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
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

    /** Prints a heading. */
    void title(String text) {
        out.println();
        out.println(paint(BOLD, text));
    }

    /** Prints a line of explanation. */
    void text(String text) {
        out.println("  " + paint(DIM, text));
    }

    /** Prints a line about a checkpoint, with the time since the start. */
    void event(long checkpoint, String what) {
        out.printf(
                Locale.ROOT,
                "  %7s   checkpoint %3d   %s%n",
                seconds(System.nanoTime() - start),
                checkpoint,
                painted(what));
    }

    /** Prints a command as one would type it. */
    void command(String line) {
        out.println();
        out.println("  " + paint(CYAN, "$ " + line));
    }

    /** Prints what a command answered. */
    void answer(String text) {
        out.println("  " + text);
    }

    /** Prints a name and what it stands for, in columns. */
    void entry(String name, String value) {
        out.printf(Locale.ROOT, "  %-16s %s%n", name, value);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(nanos).toMillis() / 1000.0);
    }

    private String painted(String what) {
        if (what.startsWith("expired")) {
            return paint(RED, what);
        }
        return what.startsWith("COMPLETED") ? paint(GREEN, what) : what;
    }

    private String paint(String colour, String text) {
        return coloured ? colour + text + RESET : text;
    }
}
