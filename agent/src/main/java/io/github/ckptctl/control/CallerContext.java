// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Who is asking, for the history and the audit, and what they may.
 *
 * <p>A face that knows its caller runs the call with {@link #call}; whatever arrives without one
 * came over plain JMX, which knows no roles, and is bound by {@link #overJmx}. Bound to the calling
 * thread, any thread.
 */
public final class CallerContext {

    /** Where the caller of plain JMX is not known any closer. */
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

    /** Tells whether a face that knows its caller has let this call in. */
    public static boolean isKnown() {
        return CURRENT.get() != null;
    }

    /**
     * Names the caller of a call over plain JMX until what is returned is closed; where a face that
     * knows its caller has let the call in, that name stays.
     *
     * @param name the caller as the JMX connector has it
     */
    public static Binding overJmx(Supplier<String> name) {
        if (isKnown()) {
            return () -> {};
        }
        CURRENT.set(new CallerContext(name.get(), null));
        return CURRENT::remove;
    }

    /**
     * Refuses a call that the caller's role does not allow; one that came without a role may all.
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
    static String whyNot(Role needed) {
        Role role = bound().role;
        return role != null && role.compareTo(needed) < 0
                ? "needs the role " + needed + ", " + current() + " has " + role
                : "";
    }

    /**
     * Runs a call on behalf of a caller from where no roles are known.
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

    /** A caller's name on this thread. */
    public interface Binding extends AutoCloseable {
        @Override
        void close();
    }
}
