// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Program {@code java -jar ckptctl-agent.jar hash-password <name> <role>} and {@code hash-token
 * <name> <role>}: writes a line of the users file.
 *
 * <p>The secret comes from the terminal or from standard input, never from an argument, which
 * others could see. Exit codes: 0 done; 2 it cannot be done as requested.
 */
public final class HashMain {

    private static final int MIN_PASSWORD = 8;
    private static final int USAGE = 2;

    /** Replaces bytes that are no character in the charset they were read with. */
    private static final char REPLACEMENT = '\ufffd';

    private HashMain() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] arguments) {
        Console console = terminal();
        Input input = console == null ? () -> firstLine(System.in) : () -> typed(console);
        System.exit(run(arguments, input, System.out, System.err));
    }

    static int run(String[] arguments, Input input, PrintStream out, PrintStream err) {
        boolean password = arguments.length > 0 && arguments[0].equals("hash-password");
        boolean token = arguments.length > 0 && arguments[0].equals("hash-token");
        if (arguments.length != 3 || (!password && !token)) {
            err.println("usage: hash-password <name> <role>, or hash-token <name> <role>;");
            err.println("the password or token is asked for, or read from standard input");
            return USAGE;
        }
        try {
            // reports what is wrong with name or role before it asks
            Users.line(arguments[1], arguments[2], TokenHash.of("x".repeat(TokenHash.MIN_LENGTH)));
            String secret = input.read();
            requireDecoded(secret);
            if (password
                    && (secret.length() < MIN_PASSWORD
                            || secret.chars().anyMatch(Character::isISOControl))) {
                throw new IllegalArgumentException(
                        "a password is at least "
                                + MIN_PASSWORD
                                + " characters, none of them a control character");
            }
            Object hash = password ? PasswordHash.of(secret.toCharArray()) : TokenHash.of(secret);
            out.println(Users.line(arguments[1], arguments[2], hash));
            return 0;
        } catch (IllegalArgumentException | IOException e) {
            err.println(e.getMessage());
            return USAGE;
        }
    }

    private static void requireDecoded(String secret) {
        if (secret.indexOf(REPLACEMENT) >= 0) {
            throw new IllegalArgumentException(
                    "the secret has a character that could not be read: standard input is to be"
                            + " UTF-8, a terminal as its locale says (LC_ALL=C.UTF-8, for example);"
                            + " nothing was made");
        }
    }

    static String firstLine(InputStream stream) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                        .readLine();
        return line == null ? "" : line;
    }

    /**
     * Returns the console if it is a terminal; from Java 22 on there is a console without a
     * terminal too, and a method to distinguish them.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console terminal() {
        Console console = System.console();
        if (console == null) {
            return null;
        }
        try {
            Object isTerminal = Console.class.getMethod("isTerminal").invoke(console);
            return Boolean.TRUE.equals(isTerminal) ? console : null;
        } catch (ReflectiveOperationException e) {
            return console;
        }
    }

    private static String typed(Console console) {
        char[] once = console.readPassword("Secret: ");
        char[] again = console.readPassword("Again: ");
        if (once == null || !Arrays.equals(once, again)) {
            throw new IllegalArgumentException("not the same twice; nothing was made");
        }
        return new String(once);
    }

    /** Source of the secret. */
    @FunctionalInterface
    interface Input {
        String read() throws IOException;
    }
}
