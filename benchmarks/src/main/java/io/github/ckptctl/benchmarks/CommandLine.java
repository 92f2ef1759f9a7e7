// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Command line of a program, parsed according to its usage line. */
final class CommandLine {

    private final Map<String, String> values;

    private CommandLine(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Parses a command line.
     *
     * @param usage the program and its options, {@code name [--flag] [--option VALUE]}
     * @throws IllegalArgumentException if it does not match the usage line
     */
    static CommandLine of(String usage, String... arguments) {
        Map<String, String> values = new HashMap<>();
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String option = left.remove();
            boolean named = option.matches("--\\w+");
            if (named && usage.contains("[" + option + "]")) {
                values.put(option, "");
            } else if (named && usage.contains("[" + option + " ") && !left.isEmpty()) {
                values.put(option, left.remove());
            } else {
                throw new IllegalArgumentException(
                        "'" + option + "' is not understood; usage: " + usage);
            }
        }
        return new CommandLine(values);
    }

    /** Returns whether an option is given. */
    boolean has(String option) {
        return values.containsKey(option);
    }

    /** Returns an option's value, or the default if it is not given. */
    String text(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    /**
     * Returns an option's value, or the default if it is not given.
     *
     * @throws IllegalArgumentException if it is not a number above 0
     */
    int number(String option, int otherwise) {
        String value = text(option, Integer.toString(otherwise));
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(option + " must be a number, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
