// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.hook.HookSink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands in while the agent is being put together in the background: a job that starts meanwhile
 * waits for it, a few seconds at most, so that it has its control from its first moment.
 */
final class StartingSink implements HookSink {

    private static final long PATIENCE_SECONDS = 10;

    private final CompletableFuture<HookSink> ready = new CompletableFuture<>();

    /** Ends the waiting; {@link HookSink#NONE} if the agent could not be put together. */
    void ready(HookSink sink) {
        ready.complete(sink);
    }

    @Override
    public void coordinatorCreated(Object coordinator) {
        await().coordinatorCreated(coordinator);
    }

    @Override
    public void jobMasterStarted(Object jobMaster) {
        await().jobMasterStarted(jobMaster);
    }

    private HookSink await() {
        try {
            return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        } catch (ExecutionException | TimeoutException e) {
            return NONE;
        }
    }
}
