// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.entry;

import org.jspecify.annotations.Nullable;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Entry point of the agent's jar for {@code -javaagent}, and for the attach API. A failure is
 * reported in one line on standard error, and the JVM continues as if there were no agent.
 */
public final class AgentEntry {

    private static final String AGENT = "io.github.ckptctl.agent.CheckpointAgent";
    private static final String STAYS_OUT =
            "ckptctl: the agent stays out, the JVM runs on without it: ";

    private AgentEntry() {}

    /** Starts the agent with the JVM; called by the JVM. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        start("premain", options, instrumentation);
    }

    /** Starts the agent in a running JVM; called by the JVM. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        start("agentmain", options, instrumentation);
    }

    private static void start(
            String how, @Nullable String options, Instrumentation instrumentation) {
        String fault = JavaVersion.fault();
        if (!fault.isEmpty()) {
            System.err.println(STAYS_OUT + fault);
            return;
        }
        try {
            Class.forName(AGENT)
                    .getMethod(how, String.class, Instrumentation.class)
                    .invoke(null, options, instrumentation);
        } catch (Throwable e) {
            Throwable why = e instanceof InvocationTargetException ? e.getCause() : e;
            System.err.println(STAYS_OUT + why);
        }
    }
}
