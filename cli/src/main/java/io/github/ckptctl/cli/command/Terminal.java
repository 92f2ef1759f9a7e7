// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

/** What this process writes to. The launcher tells; the JVM itself cannot in all versions. */
final class Terminal {

    private Terminal() {}

    /** Tells whether standard output is a screen. */
    static boolean isScreen() {
        return is("ckptctl.screen");
    }

    /** Tells whether somebody can be asked. */
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
