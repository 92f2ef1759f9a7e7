// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import java.util.SplittableRandom;

/**
 * Colours where there is a terminal that wants them, and none elsewhere.
 *
 * <p>They travel in a text as marks, which differ from process to process: what has an escape
 * sequence in it is not ours, and so no text of others has a colour.
 */
public final class Style {

    /** Begins a mark; behind it stands a code, and {@code m} ends it. */
    static final String MARK = "\ufdd0" + Long.toHexString(new SplittableRandom().nextLong()) + ":";

    private static final String ESCAPE = "\u001b[";

    private final boolean colours;

    /** Creates the style, with colours or without. */
    public Style(boolean colours) {
        this.colours = colours;
    }

    /** Returns a text that stands out. */
    public String bold(String text) {
        return with("1", text);
    }

    /** Returns a text about something good. */
    public String good(String text) {
        return with("32", text);
    }

    /** Returns a text about something to look at. */
    public String caution(String text) {
        return with("33", text);
    }

    /** Returns a text about something bad. */
    public String bad(String text) {
        return with("31", text);
    }

    private String with(String code, String text) {
        return colours && !text.isEmpty() ? MARK + code + "m" + text + MARK + "0m" : text;
    }

    /** Returns where a mark ends that begins somewhere in a text. */
    static int endOfMark(String text, int mark) {
        return text.indexOf('m', mark + MARK.length()) + 1;
    }

    /** Returns a text without its marks. */
    static String without(String text) {
        return text.contains(MARK) ? text.replaceAll(MARK + "\\d+m", "") : text;
    }

    /** Returns a text with the terminal's codes in the place of the marks. */
    static String rendered(String text) {
        return text.replace(MARK, ESCAPE);
    }
}
