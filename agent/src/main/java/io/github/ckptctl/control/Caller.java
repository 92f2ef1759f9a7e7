// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.function.Supplier;

/**
 * Who is asking, for the ledger and the audit.
 *
 * <p>A face that knows its caller runs the call with {@link #call}; whatever arrives without one
 * came over plain JMX. Bound to the calling thread, any thread.
 */
public final class Caller {

    /** Where the caller of plain JMX is not known any closer. */
    public static final String JMX_LOCAL = "jmx-local";

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private Caller() {}

    /** Returns the name of the caller on whose behalf this thread runs. */
    public static String current() {
        String name = CURRENT.get();
        return name == null ? JMX_LOCAL : name;
    }

    /**
     * Runs a call on behalf of a caller.
     *
     * @param name the caller, {@code http:token} for example
     * @param call what to run
     */
    public static <T> T call(String name, Supplier<T> call) {
        CURRENT.set(name);
        try {
            return call.get();
        } finally {
            CURRENT.remove();
        }
    }
}
