// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code -javaagent} option within a text of JVM options, with its position and the jar it names.
 * Blanks separate options, except between quotes, which belong to a shell and not to the path.
 * Immutable.
 */
public final class AgentOptionText {

    private static final String PREFIX = "-javaagent:";

    private final int start;
    private final int end;
    private final String path;

    private AgentOptionText(int start, int end, String path) {
        this.start = start;
        this.end = end;
        this.path = path;
    }

    /** Returns the options in a text, in its order. */
    public static List<AgentOptionText> in(String text) {
        List<AgentOptionText> found = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            if (Character.isWhitespace(text.charAt(start))) {
                start++;
                continue;
            }
            StringBuilder plain = new StringBuilder();
            int end = word(text, start, plain);
            if (plain.indexOf(PREFIX) == 0) {
                String path = plain.substring(PREFIX.length()).split("=", 2)[0];
                found.add(new AgentOptionText(start, end, path));
            }
            start = end;
        }
        return found;
    }

    /** Finds the end of a word, and appends the word without its quotes. */
    private static int word(String text, int start, StringBuilder plain) {
        char quote = 0;
        int at = start;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && Character.isWhitespace(c)) {
                return at;
            }
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else {
                plain.append(c);
            }
        }
        return at;
    }

    /** Returns the position of its first character. */
    int start() {
        return start;
    }

    /** Returns the position after its last character. */
    int end() {
        return end;
    }

    /** Returns the jar's path. */
    public String path() {
        return path;
    }

    /** Returns the file of that path; empty if this locale cannot represent it. */
    public Optional<Path> file() {
        try {
            return Optional.of(Path.of(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
