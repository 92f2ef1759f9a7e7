// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Command line of a JVM, parsed as the JDK's launcher does. Immutable. */
final class JavaCommand {

    /** Options whose value is the next word. */
    private static final Set<String> WITH_VALUE =
            Set.of(
                    "-cp",
                    "-classpath",
                    "--class-path",
                    "-p",
                    "--module-path",
                    "--upgrade-module-path",
                    "--add-modules",
                    "--limit-modules",
                    "--add-exports",
                    "--add-opens",
                    "--add-reads",
                    "--patch-module",
                    "--enable-native-access",
                    "--source");

    private static final Set<String> MAIN = Set.of("-jar", "-m", "--module");
    private static final String MAIN_WITH_EQUALS = "--module=";
    private static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

    private final List<String> options;
    private final List<String> rest;

    private JavaCommand(List<String> options, List<String> rest) {
        this.options = List.copyOf(options);
        this.rest = List.copyOf(rest);
    }

    /**
     * Parses a command line.
     *
     * @param words the program and its arguments
     * @param environment the environment, in which there may be further options
     * @param files returns the text of a file with options, empty if it cannot be read
     */
    static JavaCommand of(
            List<String> words, Map<String, String> environment, Function<String, String> files) {
        List<String> options = new ArrayList<>(words(variable(environment, "JAVA_TOOL_OPTIONS")));
        List<String> rest = new ArrayList<>();
        Deque<String> left = new ArrayDeque<>(words(variable(environment, "JDK_JAVA_OPTIONS")));
        words.stream().skip(1).forEach(left::addLast);
        while (!left.isEmpty() && rest.isEmpty()) {
            String word = left.removeFirst();
            if (word.startsWith("@") && !word.startsWith("@@")) {
                List<String> more = words(files.apply(word.substring(1)));
                for (int i = more.size() - 1; i >= 0; i--) {
                    left.addFirst(more.get(i));
                }
            } else if (MAIN.contains(word)) {
                rest.addAll(left);
            } else if (word.startsWith(MAIN_WITH_EQUALS)) {
                rest.add(word.substring(MAIN_WITH_EQUALS.length()));
                rest.addAll(left);
            } else if (!word.startsWith("-")) {
                rest.add(word);
                rest.addAll(left);
            } else {
                options.add(word);
                if (WITH_VALUE.contains(word) && !left.isEmpty()) {
                    options.add(left.removeFirst());
                }
            }
        }
        options.addAll(words(variable(environment, "_JAVA_OPTIONS")));
        List<String> all = new ArrayList<>();
        for (String option : options) {
            all.add(option);
            if (option.startsWith(OPTIONS_FILE)) {
                all.addAll(words(files.apply(option.substring(OPTIONS_FILE.length()))));
            }
        }
        return new JavaCommand(all, rest);
    }

    /** Returns whether a command line is that of the JDK's launcher. */
    static boolean isJava(List<String> words) {
        return !words.isEmpty() && words.get(0).matches("(?:.*/)?java");
    }

    /** Returns the JVM's options, in the order in which a later one overrides an earlier one. */
    List<String> options() {
        return options;
    }

    /** Returns the class or jar with its arguments; empty if there is none. */
    List<String> main() {
        return rest;
    }

    /** Returns the class or jar, empty if there is none. */
    String mainClass() {
        return rest.isEmpty() ? "" : rest.get(0);
    }

    /** Returns whether a flag of the JVM is on. */
    boolean isOn(String flag) {
        int on = options.lastIndexOf("-XX:+" + flag);
        return on >= 0 && on > options.lastIndexOf("-XX:-" + flag);
    }

    /** Returns the text after a prefix, empty if no option has it. */
    String valueOf(String prefix) {
        String value = "";
        for (String option : options) {
            value = option.startsWith(prefix) ? option.substring(prefix.length()) : value;
        }
        return value;
    }

    private static String variable(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "");
    }

    /** Splits a text at blanks that are not between quotes; a # begins a comment. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isWord = true;
            } else if (Character.isWhitespace(c)) {
                if (isWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    isWord = false;
                }
            } else if (c == '#' && !isWord) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else {
                word.append(c);
                isWord = true;
            }
        }
        if (isWord) {
            words.add(word.toString());
        }
        return words;
    }
}
