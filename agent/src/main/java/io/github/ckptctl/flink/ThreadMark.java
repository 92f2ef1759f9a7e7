// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import java.util.function.Supplier;

/** Mark of a thread that says what it does, for the hooks that it calls on its way. */
final class ThreadMark {

    private final ThreadLocal<Boolean> marked = new ThreadLocal<>();

    /** Sets this thread's mark, or removes it. */
    void set(boolean on) {
        if (on) {
            marked.set(Boolean.TRUE);
        } else {
            marked.remove();
        }
    }

    /** Runs an action with the mark set. */
    <T> T during(Supplier<T> action) {
        set(true);
        try {
            return action.get();
        } finally {
            set(false);
        }
    }

    /** Returns whether this thread is marked. */
    boolean isSet() {
        return marked.get() != null;
    }
}
