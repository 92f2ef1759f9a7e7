// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.util.Locale;

/** Flink's schedulers. */
enum Scheduler {
    DEFAULT,
    ADAPTIVE;

    static Scheduler of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Returns how tests call it in their display names, and tables in their cells. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
