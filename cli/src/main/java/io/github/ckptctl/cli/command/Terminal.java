// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

/**
 * Terminal of this process, as reported by the launcher; not all versions of the JVM can detect it.
 */
final class Terminal {

    private Terminal() {}

    /** Returns whether standard output is a terminal. */
    static boolean isScreen() {
        return is("ckptctl.screen");
    }

    /** Returns whether the user can be asked for input. */
    static boolean canAsk() {
        return is("ckptctl.keyboard");
    }

    static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return isScreen() && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    private static boolean is(String property) {
        return Boolean.getBoolean(property);
    }
}
