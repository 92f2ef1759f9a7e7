// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/**
 * Sanitizer of texts that callers give, so that they can be stored, logged and shown: of a bounded
 * length, in one line, and without anything that a terminal, a browser or a reader of logs would
 * interpret as other than text.
 *
 * <p>Removed are control characters (C0, C1, DEL), line and paragraph separators, and the
 * characters that control the direction of text or are invisible (Unicode's category Cf), except
 * for the two joiners (U+200C, U+200D), which several scripts are written with; and unpaired halves
 * of characters beyond U+FFFF.
 */
public final class TextSanitizer {

    /** Maximum number of characters of a caller's text that are retained. */
    public static final int MOST = 500;

    /** Maximum number of characters of a name or a value that are repeated in a message. */
    private static final int QUOTED = 80;

    private static final int DELETE = 0x7f;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private TextSanitizer() {}

    /** Returns a text to store: the text itself where it is clean, as nearly every one is. */
    public static String of(String text) {
        return cut(cleaned(text), MOST);
    }

    /** Returns a name or a value for a message. */
    public static String quoted(String text) {
        return cut(cleaned(text), QUOTED);
    }

    /**
     * Returns a text with a blank for each character that is not clean; the text itself if all are.
     */
    private static String cleaned(String text) {
        if (isClean(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        character -> {
                            if (isUnsafe(character)) {
                                clean.append(' ');
                            } else {
                                clean.appendCodePoint(character);
                            }
                        });
        return clean.toString();
    }

    /**
     * Returns a text for a quoted part of a log line: unclean characters, quotes and backslashes
     * are escaped, and the text is cut after a number of characters.
     */
    public static String escaped(String text, int most) {
        StringBuilder line = new StringBuilder();
        cut(text, most)
                .codePoints()
                .forEach(
                        character -> {
                            if (character == '"' || character == '\\') {
                                line.append('\\').append((char) character);
                            } else {
                                append(character, line);
                            }
                        });
        return line.toString();
    }

    /**
     * Returns a text for a quoted part of a log line, which loggers write in the default charset of
     * the JVM: {@link #escaped}, and with escapes for characters that the charset does not contain.
     */
    public static String logged(String text, int most) {
        String line = escaped(text, most);
        CharsetEncoder encoder = Charset.defaultCharset().newEncoder();
        if (encoder.canEncode(line)) {
            return line;
        }
        StringBuilder encodable = new StringBuilder(line.length());
        line.codePoints()
                .forEach(
                        character -> {
                            if (encoder.canEncode(Character.toString(character))) {
                                encodable.appendCodePoint(character);
                            } else {
                                escape(character, encodable);
                            }
                        });
        return encodable.toString();
    }

    /**
     * Returns equivalent JSON in one line, with an escape for each character that is not clean; the
     * JSON itself where all are.
     */
    public static String json(String json) {
        if (isClean(json)) {
            return json;
        }
        StringBuilder safe = new StringBuilder(json.length());
        json.codePoints().forEach(character -> append(character, safe));
        return safe.toString();
    }

    private static void append(int character, StringBuilder line) {
        if (isUnsafe(character)) {
            escape(character, line);
        } else {
            line.appendCodePoint(character);
        }
    }

    /**
     * Appends escapes in the form of JSON and Java: one for each half of a character beyond U+FFFF.
     */
    private static void escape(int character, StringBuilder line) {
        for (char unit : Character.toChars(character)) {
            line.append(String.format("\\u%04x", (int) unit));
        }
    }

    /** Returns whether a text has nothing that {@link #cleaned} removes. In a plain loop. */
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            int character = text.charAt(i);
            if (character < ' ' || character >= DELETE) {
                character = text.codePointAt(i);
                if (isUnsafe(character)) {
                    return false;
                }
                i += Character.charCount(character) - 1;
            }
        }
        return true;
    }

    /** Cuts a text between two characters, never within one beyond U+FFFF. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    private static boolean isUnsafe(int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
            case Character.SURROGATE:
                return true;
            case Character.FORMAT:
                return character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
            default:
                return false;
        }
    }
}
