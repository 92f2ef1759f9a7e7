// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.agent.instrumentation.StartupListener;
import io.github.ckptctl.agent.thread.ContainedThreads;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import org.jspecify.annotations.Nullable;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Installer of the agent, in two steps.
 *
 * <p>{@link #start} runs before the JVM's {@code main}: it only creates the transformer. In a
 * JobManager the rest ({@link RunningAgent}) is assembled on a thread of its own, once Flink has
 * started: Flink's start needs all available processors, and no job runs before it is complete. In
 * a TaskManager, a client or any other JVM nothing more ever happens: no port, no thread, no bean.
 */
public final class AgentInstaller implements StartupListener {

    /** Maximum time that the agent waits for the start of a JobManager. */
    private static final long PATIENCE_SECONDS = 60;

    private final @Nullable String arguments;
    private final Instrumentation instrumentation;
    private final String startedBy;
    private final Runnable detached;
    private final AtomicBoolean jobManagerSeen = new AtomicBoolean();
    private final CountDownLatch flinkStarted = new CountDownLatch(1);
    private final CompletableFuture<AgentTransformer> transformer = new CompletableFuture<>();

    private AgentInstaller(
            @Nullable String arguments,
            Instrumentation instrumentation,
            String startedBy,
            Runnable detached) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
        this.startedBy = startedBy;
        this.detached = detached;
    }

    /**
     * Starts the agent; called by {@link CheckpointAgent} across the loaders.
     *
     * @param arguments the agent's options as given, null for none
     * @param startedBy {@code PREMAIN} or {@code ATTACH}
     * @param detached is called when the agent has been removed again
     */
    public static void start(
            @Nullable String arguments,
            Instrumentation instrumentation,
            String startedBy,
            Runnable detached) {
        AgentInstaller assembly =
                new AgentInstaller(arguments, instrumentation, startedBy, detached);
        try {
            assembly.transformer.complete(
                    AgentTransformer.install(
                            instrumentation, CheckpointHooks.class.getClassLoader(), assembly));
        } catch (Throwable e) {
            // notifies a start that waits for the transformer
            assembly.transformer.completeExceptionally(e);
            throw e;
        }
        if (!assembly.jobManagerSeen.get() && isDebug(arguments, System.getenv())) {
            System.err.println(
                    "ckptctl: no JobManager in this JVM so far; nothing is done until it loads "
                            + AgentTransformer.JOB_MANAGER);
        }
    }

    /**
     * Returns whether a JVM that is not a JobManager is to be reported too. Called before the JVM's
     * {@code main}, so the file is not read.
     */
    private static boolean isDebug(@Nullable String arguments, Map<String, String> environment) {
        return (arguments != null && List.of(arguments.split(",")).contains("debug=true"))
                || "true".equals(environment.get("CKPTCTL_DEBUG"));
    }

    /** Called by the thread that loads the class; may come before {@link #start} has returned. */
    @Override
    public void jobManagerFound(ClassLoader flink) {
        if (!jobManagerSeen.compareAndSet(false, true)) {
            return;
        }
        try {
            // checks that SLF4J is present; Flink must be the first to use it
            Class.forName("org.slf4j.LoggerFactory", false, flink);
            BlockingHookHandler starting = new BlockingHookHandler();
            CheckpointHooks.install(starting);
            ContainedThreads.of("ckptctl-start", () -> startWithFlink(flink, starting)).start();
        } catch (Throwable e) {
            // no SLF4J, or no more threads: no job may wait for the agent
            CheckpointHooks.uninstall();
            System.err.println("ckptctl: the agent stays out, the JobManager runs on: " + e);
        }
    }

    @Override
    public void flinkStarted() {
        flinkStarted.countDown();
    }

    private void startWithFlink(ClassLoader flink, BlockingHookHandler starting) {
        try {
            flinkStarted.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new AgentStartTask(
                        arguments,
                        startedBy,
                        instrumentation,
                        transformer,
                        flink,
                        starting,
                        detached)
                .run();
    }
}
