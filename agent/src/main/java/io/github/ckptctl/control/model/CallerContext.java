// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Caller of the current thread's request, for the history and the audit, and the caller's role.
 *
 * <p>An endpoint that knows its caller runs the call with {@link #call}. A call that arrives
 * without a caller came over plain JMX, which has no roles, and is bound by {@link #overJmx}. Bound
 * to the calling thread, any thread.
 */
public final class CallerContext {

    /** Name of a caller over plain JMX who is not known any closer. */
    public static final String JMX_LOCAL = "jmx-local";

    private static final CallerContext ANYBODY = new CallerContext(JMX_LOCAL, null);
    private static final ThreadLocal<CallerContext> CURRENT = new ThreadLocal<>();

    private final String name;
    private final @Nullable Role role;

    private CallerContext(String name, @Nullable Role role) {
        this.name = TextSanitizer.of(name);
        this.role = role;
    }

    /** Returns the name of the caller on whose behalf this thread runs. */
    public static String current() {
        return bound().name;
    }

    /** Returns whether an endpoint that knows its caller has admitted this call. */
    public static boolean isKnown() {
        return CURRENT.get() != null;
    }

    /**
     * Names the caller of a call over plain JMX until the returned binding is closed; where an
     * endpoint that knows its caller has admitted the call, that name stays.
     *
     * @param name the caller as the JMX connector reports it
     */
    public static Binding overJmx(Supplier<String> name) {
        if (isKnown()) {
            return () -> {};
        }
        CURRENT.set(new CallerContext(name.get(), null));
        return CURRENT::remove;
    }

    /**
     * Rejects a call that the caller's role does not allow; a call without a role may do
     * everything.
     *
     * @param what the operation or attribute, for the message
     * @throws SecurityException if the role is below the one needed
     */
    public static void require(Role needed, String what) {
        String why = whyNot(needed);
        if (!why.isEmpty()) {
            throw new SecurityException(what + " " + why);
        }
    }

    /** Returns why the caller's role does not allow something, empty if it does. */
    public static String whyNot(Role needed) {
        Role role = bound().role;
        return role != null && role.compareTo(needed) < 0
                ? "needs the role " + needed + ", " + current() + " has " + role
                : "";
    }

    /**
     * Runs a call on behalf of a caller that comes through an endpoint without roles.
     *
     * @param name the caller, {@code rest:127.0.0.1} for example
     * @param call what to run
     */
    public static <T> T call(String name, Supplier<T> call) {
        return call(new CallerContext(name, null), call);
    }

    /**
     * Runs a call on behalf of a caller who has a role.
     *
     * @param name the caller, {@code http:token} for example
     * @param call what to run
     */
    public static <T> T call(String name, Role role, Supplier<T> call) {
        return call(new CallerContext(name, role), call);
    }

    private static <T> T call(CallerContext caller, Supplier<T> call) {
        CURRENT.set(caller);
        try {
            return call.get();
        } finally {
            CURRENT.remove();
        }
    }

    private static CallerContext bound() {
        CallerContext caller = CURRENT.get();
        return caller == null ? ANYBODY : caller;
    }

    /** Binding of a caller's name to this thread. */
    public interface Binding extends AutoCloseable {
        @Override
        void close();
    }
}
