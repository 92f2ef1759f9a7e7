// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.hook.CheckpointHooks;
import io.github.ckptctl.agent.weave.Weaver;
import org.jspecify.annotations.Nullable;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts the agent together, in two steps.
 *
 * <p>{@link #start} runs on the JVM's way to {@code main}: it makes the weaver and no more. When
 * the class is loaded that tells a JobManager from every other JVM, the rest ({@link RunningAgent})
 * is put together on a thread of its own while Flink starts. In a TaskManager, a client or any
 * other JVM nothing more ever happens: no port, no thread, no bean.
 */
public final class AgentAssembly {

    private final @Nullable String arguments;
    private final Instrumentation instrumentation;
    private final String startedBy;
    private final Runnable stoodDown;
    private final AtomicBoolean jobManagerSeen = new AtomicBoolean();
    private final CompletableFuture<Weaver> weaver = new CompletableFuture<>();

    private AgentAssembly(
            @Nullable String arguments,
            Instrumentation instrumentation,
            String startedBy,
            Runnable stoodDown) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
        this.startedBy = startedBy;
        this.stoodDown = stoodDown;
    }

    /**
     * Starts the agent; called by {@link CheckpointAgent} across the loaders.
     *
     * @param arguments the agent's options as given, null for none
     * @param startedBy {@code PREMAIN} or {@code ATTACH}
     * @param stoodDown is called when the agent has been taken out again
     */
    public static void start(
            @Nullable String arguments,
            Instrumentation instrumentation,
            String startedBy,
            Runnable stoodDown) {
        AgentAssembly assembly =
                new AgentAssembly(arguments, instrumentation, startedBy, stoodDown);
        try {
            assembly.weaver.complete(
                    Weaver.install(
                            instrumentation,
                            CheckpointHooks.class.getClassLoader(),
                            assembly::jobManagerFound));
        } catch (Throwable e) {
            // a start that waits for the weaver is told
            assembly.weaver.completeExceptionally(e);
            throw e;
        }
        if (!assembly.jobManagerSeen.get() && AgentOptions.isDebug(arguments, System.getenv())) {
            System.err.println(
                    "ckptctl: no JobManager in this JVM so far; nothing is done until it loads "
                            + Weaver.JOB_MANAGER);
        }
    }

    /** Called by the thread that loads the class; may come before {@link #start} has returned. */
    private void jobManagerFound(ClassLoader flink) {
        if (!jobManagerSeen.compareAndSet(false, true)) {
            return;
        }
        try {
            StartingSink starting = new StartingSink();
            CheckpointHooks.install(starting);
            Thread thread =
                    new Thread(
                            new AgentStart(
                                    arguments,
                                    startedBy,
                                    instrumentation,
                                    weaver,
                                    flink,
                                    starting,
                                    stoodDown),
                            "ckptctl-start");
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable e) {
            // no SLF4J, or no more threads: no job may wait for the agent
            CheckpointHooks.uninstall();
            System.err.println("ckptctl: the agent stays out, the JobManager runs on: " + e);
        }
    }
}
