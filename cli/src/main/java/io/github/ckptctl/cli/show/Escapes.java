// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Characters that a terminal, a page or a parser could interpret as anything but text, and their
 * escapes.
 *
 * <p>These are control characters (C0, C1, DEL), line and paragraph separators, the characters that
 * control the direction of text or are invisible (Unicode's category Cf) except for the two joiners
 * (U+200C, U+200D), halves of surrogate pairs, and code points that are no character in Unicode.
 */
final class Escapes {

    private static final int DELETE = 0x7f;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Escapes() {}

    /** Returns whether a character must be escaped. */
    static boolean isUnsafe(int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
            case Character.SURROGATE:
                return true;
            case Character.FORMAT:
                return character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
            case Character.UNASSIGNED:
                return (character & 0xfffe) == 0xfffe
                        || (character >= 0xfdd0 && character <= 0xfdef);
            default:
                return false;
        }
    }

    /** Returns equivalent JSON without unsafe characters except its line ends. */
    static String json(String json) {
        return in(json, each -> each != '\n' && isUnsafe(each), Escapes::units);
    }

    /** Returns a text with an escape for each unsafe character. */
    static String in(String text, IntPredicate unsafe, IntFunction<String> escape) {
        if (text.chars().allMatch(each -> each >= ' ' && each < DELETE)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        each -> {
                            if (unsafe.test(each)) {
                                safe.append(escape.apply(each));
                            } else {
                                safe.appendCodePoint(each);
                            }
                        });
        return safe.toString();
    }

    /** Returns the escape of a character in JSON; beyond U+FFFF, an escape for each surrogate. */
    static String units(int character) {
        StringBuilder units = new StringBuilder();
        for (char unit : Character.toChars(character)) {
            units.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
        return units.toString();
    }
}
