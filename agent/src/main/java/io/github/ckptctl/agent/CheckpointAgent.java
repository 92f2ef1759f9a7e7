// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URL;

/**
 * The agent's entry into a JVM, and the only class beside the hooks that the system class loader
 * defines: {@code -javaagent} and the attach API both put the jar on the system class path.
 *
 * <p>Everything else is loaded again, by a loader of its own that looks into the jar first, so that
 * nothing of it is visible to Flink's jobs and all of it can be collected after a stand-down:
 *
 * <pre>
 *   system loader: Flink, CheckpointAgent, agent.hook.*
 *        ▲                                  ▲
 *        │ parent                           │ woven code calls
 *   AgentLoader: the assembly, control, flink, weave, jmx, http, Byte Buddy, Jolokia
 * </pre>
 *
 * <p>Must stay small, must not log through SLF4J (Flink has not set it up yet), and lets nothing
 * out: whatever fails is one line on standard error, and the JVM starts as if the agent were not
 * there.
 */
public final class CheckpointAgent {

    private static boolean started;

    private CheckpointAgent() {}

    /** Starts the agent with the JVM; called by the JVM. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, "PREMAIN");
    }

    /** Starts the agent in a running JVM; called by the JVM. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, "ATTACH");
    }

    /** Says what this jar is; it is not a program of its own. */
    public static void main(String[] arguments) {
        System.out.println(
                "ckptctl agent "
                        + CheckpointAgent.class.getPackage().getImplementationVersion()
                        + ": add -javaagent:"
                        + jarPath()
                        + " to the JobManager's JVM options (env.java.opts.jobmanager)");
    }

    private static synchronized void start(
            @Nullable String options, Instrumentation instrumentation, String startedBy) {
        if (started) {
            return;
        }
        started = true;
        try {
            URL jar = CheckpointAgent.class.getProtectionDomain().getCodeSource().getLocation();
            ClassLoader loader = new AgentLoader(jar, CheckpointAgent.class.getClassLoader());
            Class.forName("io.github.ckptctl.agent.AgentAssembly", true, loader)
                    .getMethod("start", String.class, Instrumentation.class, String.class)
                    .invoke(null, options, instrumentation, startedBy);
        } catch (Throwable e) {
            System.err.println("ckptctl: the agent stays out, the JVM runs on without it: " + e);
        }
    }

    private static String jarPath() {
        return new File(
                        CheckpointAgent.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                .getAbsolutePath();
    }
}
