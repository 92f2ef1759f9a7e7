// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.hook.HookSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands in while the agent is being put together in the background: a job that starts meanwhile
 * waits for it, so that it has its control from its first moment. All waiting ends 10 s after this
 * sink was made: jobs that start later than that go on at once, and are found by the heartbeats of
 * their JobMasters when the agent is there after all.
 */
final class StartingSink implements HookSink {

    private static final Logger LOG = LoggerFactory.getLogger(StartingSink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicBoolean told = new AtomicBoolean();
    private final CompletableFuture<HookSink> ready = new CompletableFuture<>();
    private final long end;

    StartingSink() {
        this(PATIENCE);
    }

    /**
     * @param patience how long whoever comes may wait, from now on
     */
    StartingSink(Duration patience) {
        end = System.nanoTime() + patience.toNanos();
    }

    /** Ends the waiting; {@link HookSink#NONE} if the agent could not be put together. */
    void ready(HookSink sink) {
        ready.complete(sink);
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

    private HookSink await() {
        try {
            return ready.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        } catch (ExecutionException | TimeoutException e) {
            if (told.compareAndSet(false, true)) {
                LOG.warn("ckptctl is not ready; jobs start without it and it joins them later");
            }
            return NONE;
        }
    }
}
