// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import java.util.function.Supplier;

/** Marks what a thread does, for the hooks that it calls on its way. */
final class ThreadMark {

    private final ThreadLocal<Boolean> marked = new ThreadLocal<>();

    /** Marks what this thread does from now on, or no longer. */
    void set(boolean on) {
        if (on) {
            marked.set(Boolean.TRUE);
        } else {
            marked.remove();
        }
    }

    /** Does something with the mark. */
    <T> T during(Supplier<T> action) {
        set(true);
        try {
            return action.get();
        } finally {
            set(false);
        }
    }

    /** Tells whether this thread is marked. */
    boolean isSet() {
        return marked.get() != null;
    }
}
