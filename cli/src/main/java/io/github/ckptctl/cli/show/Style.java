// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

/** Colours where there is a terminal that wants them, and none elsewhere. */
public final class Style {

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
        return colours && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }

    /** Returns the beginning of a text that fits into so many columns, colours and all. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int left = columns;
        int at = 0;
        while (at < text.length()) {
            int end = text.startsWith(ESCAPE, at) ? text.indexOf('m', at) + 1 : 0;
            if (end > 0) {
                cut.append(text, at, end);
                at = end;
            } else {
                if (left-- > 0) {
                    cut.append(text.charAt(at));
                }
                at++;
            }
        }
        return cut.toString();
    }

    /** Returns how many columns a text takes on a screen. */
    static int width(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "").length();
    }
}
