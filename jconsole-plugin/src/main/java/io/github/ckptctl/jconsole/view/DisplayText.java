// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import javax.swing.JComponent;

import java.util.Locale;

/**
 * Foreign text made safe for display: nothing in it is HTML, changes the direction of adjacent
 * text, or is invisible.
 */
final class DisplayText {

    private static final int MOST_OF_A_TITLE = 100;
    private static final int MOST_OF_A_LINE = 500;
    private static final int MOST_OF_A_TEXT = 20_000;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private DisplayText() {}

    /** Returns a text as one line, with escapes for unsafe characters, cut if it is long. */
    static String line(String text) {
        return shown(text, MOST_OF_A_LINE).replace("\n", "\\n");
    }

    /** Returns a name in the form used in a question. */
    static String title(String name) {
        return shown(name, MOST_OF_A_TITLE).replace("\n", "\\n");
    }

    /** Returns a text that keeps its lines. */
    static String lines(String text) {
        return shown(text, MOST_OF_A_TEXT);
    }

    /** Makes a component show its text unchanged, even if it begins like HTML. */
    static <T extends JComponent> T plain(T component) {
        component.putClientProperty("html.disable", true);
        return component;
    }

    private static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(most)
                .forEach(
                        each -> {
                            if (each != '\n' && isUnsafe(each)) {
                                for (char unit : Character.toChars(each)) {
                                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                                }
                            } else {
                                shown.appendCodePoint(each);
                            }
                        });
        return shown + (text.codePointCount(0, text.length()) > most ? "..." : "");
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
