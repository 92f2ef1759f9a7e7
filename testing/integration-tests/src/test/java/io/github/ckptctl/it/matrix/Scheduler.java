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

    /** Returns its name in the display names of tests and in the cells of tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
