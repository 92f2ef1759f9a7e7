// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

/** The page with the tables, between two markers; the text around them is written by hand. */
final class SupportPage {

    private static final String BEGIN =
            "<!-- from here to the end mark: written by testing/integration-tests/matrix -->\n";
    private static final String END = "<!-- end mark -->\n";

    private SupportPage() {}

    /** Returns the page with other tables. */
    static String replace(String page, String tables) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the page has no marks: " + BEGIN + END);
        }
        String head = page.substring(0, begin + BEGIN.length());
        return head + "\n" + tables + "\n" + page.substring(end);
    }
}
