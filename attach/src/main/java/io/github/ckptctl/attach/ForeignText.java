// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

/** Text of other users' processes, made safe for a terminal. */
final class ForeignText {

    private static final int LONGEST = 300;

    private ForeignText() {}

    /** Returns a text on one line, without characters that a terminal would act upon, and cut. */
    static String shown(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}]", "?");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
