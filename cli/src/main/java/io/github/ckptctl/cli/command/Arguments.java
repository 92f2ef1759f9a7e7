// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Input that Java has decoded with the locale's charset: arguments and environment variables.
 *
 * <p>Java replaces a character that this charset does not contain, so that the text differs from
 * the original. No such text is used or stored.
 */
final class Arguments {

    /** Replacement for bytes that are no character in the charset they were decoded with. */
    private static final char REPLACEMENT = '\ufffd';

    /** Replacement used by other decoders, which also occurs in ordinary text. */
    private static final char QUESTION_MARK = '?';

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /** Returns the fault in the arguments of this process, empty if there is none. */
    static Optional<String> fault(String... arguments) {
        List<String> all = List.of(arguments);
        List<String> raw =
                all.stream().anyMatch(each -> each.indexOf(QUESTION_MARK) >= 0)
                        ? raw(all.size())
                        : List.of();
        for (int i = 0; i < all.size(); i++) {
            if (!isIntact(all.get(i)) || (!raw.isEmpty() && !isDecoded(raw.get(i), all.get(i)))) {
                String left = all.get(i).replace(REPLACEMENT, QUESTION_MARK);
                return Optional.of("argument '" + left + "' " + why() + ". Nothing was done.");
            }
        }
        return Optional.empty();
    }

    /**
     * Returns an environment variable, empty if it is not set.
     *
     * @throws CliException if the locale could not decode it
     */
    static String environment(String variable) {
        String value = System.getenv(variable);
        if (value != null && !isIntact(value)) {
            throw new CliException(ExitCode.USAGE, variable + " in the environment " + why());
        }
        return value == null ? "" : value;
    }

    private static String why() {
        return "is not what was written: the locale's charset, "
                + System.getProperty("sun.jnu.encoding", "unknown")
                + ", does not contain all of its characters. Set LC_ALL=C.UTF-8, or the locale of"
                + " the terminal, and run the command again";
    }

    /** Returns whether a text has neither replacement characters nor unpaired surrogates. */
    static boolean isIntact(String text) {
        return text.indexOf(REPLACEMENT) < 0
                && text.codePoints()
                        .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
    }

    /**
     * Returns whether a text equals its bytes, given as Latin-1, decoded with the locale's charset.
     */
    static boolean isDecoded(String raw, String text) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(bytes, text.getBytes(ofLocale()))
                || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Charset ofLocale() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalCharsetNameException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Returns the last arguments as the system reports them, in Latin-1; empty if it does not. */
    private static List<String> raw(int count) {
        try {
            String line = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
            List<String> all = Arrays.asList(line.split("\0", -1));
            // each argument ends with a zero, so an empty text follows the last one
            int end = all.size() - 1;
            return end < count ? List.of() : all.subList(end - count, end);
        } catch (IOException e) {
            return List.of();
        }
    }
}
