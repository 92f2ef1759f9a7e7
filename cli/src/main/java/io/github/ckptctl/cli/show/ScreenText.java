// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Text for a terminal: one line, without anything that a terminal would execute.
 *
 * <p>Characters that are unsafe ({@link Escapes}), or not in the charset of the terminal, are shown
 * as an escape, <code>&#92;u001b</code> for example. Only the marks of {@link Style} pass, and
 * become colours last. Widths are in columns: two for a wide character of East Asia or an emoji,
 * none for a combining one.
 */
public final class ScreenText {

    private static final String DOTS = "...";

    /**
     * Maximum number of characters that share a column, so that combining ones do not accumulate.
     */
    private static final int CHARACTERS_PER_COLUMN = 4;

    /** Charset of the terminal, or of the locale; a property may set another default. */
    static final Charset CHARSET = ofLocale();

    private ScreenText() {}

    private static Charset ofLocale() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding", "sun.jnu.encoding")
                .map(property -> System.getProperty(property, ""))
                .filter(ScreenText::isCharset)
                .findFirst()
                .map(Charset::forName)
                .orElse(StandardCharsets.UTF_8);
    }

    private static boolean isCharset(String name) {
        try {
            return !name.isEmpty() && Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** Returns a text as one line. */
    static String line(String text) {
        return line(text, CHARSET);
    }

    /** Returns a text as one line for a terminal of a charset. */
    static String line(String text, Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        IntPredicate unfit =
                each ->
                        Escapes.isUnsafe(each)
                                || !encoder.canEncode(new String(Character.toChars(each)));
        StringBuilder line = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int mark = text.indexOf(Style.MARK, at);
            int end = mark < 0 ? text.length() : mark;
            line.append(Escapes.in(text.substring(at, end), unfit, ScreenText::shown));
            at = mark < 0 ? end : Style.endOfMark(text, mark);
            line.append(text, end, at);
        }
        return line.toString();
    }

    /**
     * Returns a text as one line of at most the given number of columns, with dots if it was cut.
     */
    public static String cut(String text, int columns) {
        String line = line(text);
        return fits(line, columns) ? line : beginning(line, columns - DOTS.length()) + DOTS;
    }

    /**
     * Returns the beginning of a line that fits into the given number of columns, with all its
     * colours.
     */
    static String beginning(String line, int columns) {
        StringBuilder beginning = new StringBuilder();
        int left = columns;
        int most = columns * CHARACTERS_PER_COLUMN;
        int at = 0;
        while (at < line.length()) {
            int end;
            if (line.startsWith(Style.MARK, at)) {
                end = Style.endOfMark(line, at);
                beginning.append(line, at, end);
            } else {
                int character = line.codePointAt(at);
                end = at + Character.charCount(character);
                int width = width(character);
                // after the first that does not fit, all further ones are omitted
                left = width > left || --most < 0 ? -1 : left - width;
                if (left >= 0) {
                    beginning.append(line, at, end);
                }
            }
            at = end;
        }
        return beginning.toString();
    }

    private static boolean fits(String line, int columns) {
        return width(line) <= columns && line.length() <= columns * CHARACTERS_PER_COLUMN;
    }

    /** Returns the number of columns of a line on a screen. */
    static int width(String line) {
        return Style.without(line).codePoints().map(ScreenText::width).sum();
    }

    private static String shown(int character) {
        switch (character) {
            case '\n':
                return "\\n";
            case '\r':
                return "\\r";
            case '\t':
                return "\\t";
            default:
                return Escapes.units(character);
        }
    }

    private static int width(int character) {
        switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK:
            case Character.ENCLOSING_MARK:
            case Character.FORMAT:
                return 0;
            default:
                return isWide(character) ? 2 : 1;
        }
    }

    /** Returns whether terminals show a character wide; the JDK does not provide this. */
    private static boolean isWide(int character) {
        return Character.isIdeographic(character)
                || isIn(character, 0x1100, 0x115f)
                || isIn(character, 0x2e80, 0x303e)
                || isIn(character, 0x3041, 0x33ff)
                || isIn(character, 0xac00, 0xd7a3)
                || isIn(character, 0xf900, 0xfaff)
                || isIn(character, 0xfe30, 0xfe6f)
                || isIn(character, 0xff00, 0xff60)
                || isIn(character, 0xffe0, 0xffe6)
                || isIn(character, 0x1f300, 0x1faff);
    }

    private static boolean isIn(int character, int first, int last) {
        return character >= first && character <= last;
    }
}
