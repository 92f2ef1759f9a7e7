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
 * Words from outside that Java has decoded by the locale: arguments and environment variables.
 *
 * <p>For a character that the locale does not contain, Java puts another in its place, and the word
 * is not what was written any more. No such word is used or stored.
 */
final class Arguments {

    /** Stands for bytes that are no character in the charset they were decoded with. */
    private static final char REPLACEMENT = '\ufffd';

    /** What other decoders put there, and what people write too. */
    private static final char QUESTION_MARK = '?';

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /** Returns what is wrong with the arguments of this process; empty if nothing is. */
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
     * Returns an environment variable, empty where it is not set.
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

    /** Returns whether a text has neither stand-ins nor halves of characters. */
    static boolean isIntact(String text) {
        return text.indexOf(REPLACEMENT) < 0
                && text.codePoints()
                        .noneMatch(each -> Character.getType(each) == Character.SURROGATE);
    }

    /** Returns whether a text is what its bytes, as Latin-1, stand for in the locale's charset. */
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

    /**
     * Returns the last arguments as the system has them, in Latin-1; none where it does not say.
     */
    private static List<String> raw(int count) {
        try {
            String line = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
            List<String> all = Arrays.asList(line.split("\0", -1));
            // each ends with a zero, so behind the last one there is an empty text
            int end = all.size() - 1;
            return end < count ? List.of() : all.subList(end - count, end);
        } catch (IOException e) {
            return List.of();
        }
    }
}
