// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.bootstrap.RestHooks;
import io.github.ckptctl.mbeans.AgentProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.CompletableFuture;

/**
 * Task for the second step of the agent's assembly, on a thread of its own. The first class to
 * touch SLF4J, which Flink has set up by then.
 */
final class AgentStartTask implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentStartTask.class);

    private final @Nullable String arguments;
    private final String startedBy;
    private final Instrumentation instrumentation;
    private final CompletableFuture<AgentTransformer> transformer;
    private final ClassLoader flink;
    private final BlockingHookHandler starting;
    private final Runnable detached;

    AgentStartTask(
            @Nullable String arguments,
            String startedBy,
            Instrumentation instrumentation,
            CompletableFuture<AgentTransformer> transformer,
            ClassLoader flink,
            BlockingHookHandler starting,
            Runnable detached) {
        this.arguments = arguments;
        this.startedBy = startedBy;
        this.instrumentation = instrumentation;
        this.transformer = transformer;
        this.flink = flink;
        this.starting = starting;
        this.detached = detached;
    }

    @Override
    public void run() {
        AgentOptions options;
        RunningAgent agent;
        try {
            options = AgentOptions.of(arguments, System.getenv());
            agent =
                    new RunningAgent(
                            startedBy,
                            instrumentation,
                            transformer.get(),
                            flink,
                            options,
                            detached);
            agent.takeHooks();
            starting.ready(agent.handler());
        } catch (Throwable e) {
            abortStartup(e);
            return;
        }
        agent.openHttp(options);
        agent.nameOtherDoors();
        if (!options.faults().isEmpty()) {
            LOG.warn("Options: {}", String.join("; ", options.faults()));
        }
    }

    /** Reverts the start so far; the agent can be attached again. */
    private void abortStartup(Throwable why) {
        RestHooks.uninstall();
        CheckpointHooks.uninstall();
        starting.ready(CheckpointHookHandler.NONE);
        LOG.warn("ckptctl stays out, the JobManager runs on without it", why);
        System.setProperty(AgentProperties.FAILURE, String.valueOf(why));
        try {
            if (!transformer.isCompletedExceptionally()) {
                transformer.join().uninstall(instrumentation);
            }
        } finally {
            detached.run();
        }
    }
}
