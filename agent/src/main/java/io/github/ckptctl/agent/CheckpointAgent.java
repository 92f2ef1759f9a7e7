// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.mbeans.AgentProperties;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Starter of the agent, called once {@code AgentEntry} has found that this JVM is recent enough;
 * besides that class and the hooks the only class that the system class loader defines: {@code
 * -javaagent} and the attach API both put the jar on the system class path.
 *
 * <p>Everything else is loaded again, by a separate loader that searches the jar first, so that
 * none of it is visible to Flink's jobs and all of it can be collected after a detach:
 *
 * <pre>
 *   system loader: Flink, CheckpointAgent, bootstrap.*
 *        ▲                                  ▲
 *        │ parent                           │ instrumented code calls
 *   AgentClassLoader: the assembly, control, flink, instrumentation, jmx, http, Byte Buddy, Jolokia
 * </pre>
 *
 * <p>Must stay small, must not log through SLF4J (Flink has not set it up yet), and lets no
 * exception escape: any failure is one line on standard error, and the JVM starts as if the agent
 * were absent.
 */
public final class CheckpointAgent {

    /** The system property with options that came too late to take effect. */
    static final String SECOND_PROPERTY = "ckptctl.agent.ignoredOptions";

    private static final String PACKAGE = "io.github.ckptctl.";

    private static boolean started;
    private static @Nullable String firstOptions;

    private CheckpointAgent() {}

    /** Starts the agent with the JVM; called by {@code AgentEntry}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, "PREMAIN");
    }

    /** Starts the agent in a running JVM; called by {@code AgentEntry}. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, "ATTACH");
    }

    private static synchronized void start(
            @Nullable String options, Instrumentation instrumentation, String startedBy) {
        if (started) {
            secondStart(options);
            return;
        }
        started = true;
        firstOptions = options;
        System.clearProperty(AgentProperties.FAILURE);
        ClassLoader own = CheckpointAgent.class.getClassLoader();
        AgentClassLoader loader = null;
        try {
            AgentClassLoader made = AgentClassLoader.of(CheckpointAgent.class);
            loader = made;
            // the system loader's classes of the jar, before another jar overwrites it
            Class.forName(PACKAGE + "bootstrap.CheckpointHooks", true, own);
            Class.forName(PACKAGE + "bootstrap.RestHooks", true, own);
            // read by another jar's program before it attaches a second time
            System.setProperty(AgentProperties.VERSION, String.valueOf(version()));
            Runnable detached = () -> detached(made);
            Class.forName(PACKAGE + "agent.AgentInstaller", true, made)
                    .getMethod(
                            "start",
                            String.class,
                            Instrumentation.class,
                            String.class,
                            Runnable.class)
                    .invoke(null, options, instrumentation, startedBy, detached);
        } catch (Throwable e) {
            Throwable why = e instanceof InvocationTargetException ? e.getCause() : e;
            String reason = String.valueOf(why instanceof IOException ? why.getMessage() : why);
            System.err.println(
                    "ckptctl: the agent stays out, the JVM runs on without it: " + reason);
            System.setProperty(AgentProperties.FAILURE, reason);
            detached(loader);
        }
    }

    /**
     * Records the options of a second start: those of the first are effective, and the later ones
     * may have been meant to protect.
     */
    private static void secondStart(@Nullable String options) {
        if (options != null && !options.equals(firstOptions)) {
            System.setProperty(SECOND_PROPERTY, options);
            System.err.println(
                    "ckptctl: the agent is in this JVM already; these options do not count: "
                            + options);
        }
    }

    /** Releases everything: it can be collected, and the agent attached again. */
    private static synchronized void detached(@Nullable AgentClassLoader loader) {
        started = false;
        System.clearProperty(AgentProperties.VERSION);
        System.clearProperty(SECOND_PROPERTY);
        try {
            if (loader != null) {
                loader.close();
            }
        } catch (IOException e) {
            System.err.println("ckptctl: the jar stays open: " + e);
        }
    }

    private static @Nullable String version() {
        return CheckpointAgent.class.getPackage().getImplementationVersion();
    }
}
