// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code -javaagent} option within a text of JVM options, where it stands and which jar it names.
 * Blanks part options, except between quotes, which are a shell's and not the path's. Immutable.
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

    /** Returns those of a text, in its order. */
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

    /** Finds the end of a word, and what it is without its quotes. */
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

    /** Returns where it begins. */
    int start() {
        return start;
    }

    /** Returns the place behind it. */
    int end() {
        return end;
    }

    /** Returns the jar's path. */
    public String path() {
        return path;
    }

    /** Returns the file of that path; empty if this locale cannot name it. */
    public Optional<Path> file() {
        try {
            return Optional.of(Path.of(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
