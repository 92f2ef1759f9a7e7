// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.util.SplittableRandom;

/**
 * Colours for a terminal that supports them, and none elsewhere.
 *
 * <p>They are represented in a text as marks, which differ from process to process: an escape
 * sequence in a text is not ours, so that foreign text never has a colour.
 */
public final class Style {

    /** Beginning of a mark; a code follows, and {@code m} ends it. */
    static final String MARK = "\ufdd0" + Long.toHexString(new SplittableRandom().nextLong()) + ":";

    private static final String ESCAPE = "\u001b[";

    private final boolean colours;

    /** Creates the style, with or without colours. */
    public Style(boolean colours) {
        this.colours = colours;
    }

    /** Returns a text that is emphasized. */
    public String bold(String text) {
        return with("1", text);
    }

    /** Returns a text in the colour of success. */
    public String good(String text) {
        return with("32", text);
    }

    /** Returns a text in the colour of a warning. */
    public String caution(String text) {
        return with("33", text);
    }

    /** Returns a text in the colour of an error. */
    public String bad(String text) {
        return with("31", text);
    }

    private String with(String code, String text) {
        return colours && !text.isEmpty() ? MARK + code + "m" + text + MARK + "0m" : text;
    }

    /** Returns the end of a mark that begins at a position of a text. */
    static int endOfMark(String text, int mark) {
        return text.indexOf('m', mark + MARK.length()) + 1;
    }

    /** Returns a text without its marks. */
    static String without(String text) {
        return text.contains(MARK) ? text.replaceAll(MARK + "\\d+m", "") : text;
    }

    /** Returns a text in which the terminal's codes replace the marks. */
    static String rendered(String text) {
        return text.replace(MARK, ESCAPE);
    }
}
