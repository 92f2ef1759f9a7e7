// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handler used while the agent is assembled in the background: a job that starts meanwhile waits
 * for it, so that it has its control from its first moment. All waiting ends 10 s after the first
 * job began to wait: jobs that start later than that continue at once, and are found by the
 * heartbeats of their JobMasters once the agent is ready.
 */
final class BlockingHookHandler implements CheckpointHookHandler {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicBoolean isReported = new AtomicBoolean();
    private final CompletableFuture<CheckpointHookHandler> ready = new CompletableFuture<>();
    private final Duration patience;
    private @Nullable Long end;

    BlockingHookHandler() {
        this(PATIENCE);
    }

    /**
     * @param patience how long callers may wait, from when the first one came
     */
    BlockingHookHandler(Duration patience) {
        this.patience = patience;
    }

    /** Ends the waiting; {@link CheckpointHookHandler#NONE} if the agent could not be assembled. */
    void ready(CheckpointHookHandler handler) {
        ready.complete(handler);
    }

    @Override
    public void coordinatorCreated(Object coordinator) {
        await().coordinatorCreated(coordinator);
    }

    @Override
    public void jobMasterCreated(Object jobMaster) {
        await().jobMasterCreated(jobMaster);
    }

    @Override
    public void jobMasterStarted(Object jobMaster) {
        await().jobMasterStarted(jobMaster);
    }

    private CheckpointHookHandler await() {
        try {
            return ready.get(left(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        } catch (ExecutionException | TimeoutException e) {
            if (isReported.compareAndSet(false, true)) {
                // not earlier, as the handler is created before Flink has set up SLF4J
                LoggerFactory.getLogger(BlockingHookHandler.class)
                        .warn(
                                "ckptctl is not ready; jobs start without it and it joins them later");
            }
            return NONE;
        }
    }

    private synchronized long left() {
        long now = System.nanoTime();
        if (end == null) {
            end = now + patience.toNanos();
        }
        return end - now;
    }
}
