// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.executiongraph.ExecutionGraph;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Call on the main thread of a job's JobMaster that either begins within a limited time or never
 * runs. Once it has begun, its end is awaited however long it takes.
 */
final class MainThreadCall {

    private MainThreadCall() {}

    /**
     * Runs an action on the JobMaster's main thread and waits for its result.
     *
     * @param patience how long that thread may be busy with other work
     * @throws IllegalStateException if the thread was busy for that long; the action never runs
     * @throws RuntimeException what the action throws
     */
    static <T> T run(ExecutionGraph graph, Duration patience, Supplier<T> action) {
        // the thread that sets it first decides: the one that carries it out, or the one that stops
        // waiting
        AtomicBoolean decided = new AtomicBoolean();
        CompletableFuture<T> done = new CompletableFuture<>();
        graph.getJobMasterMainThreadExecutor()
                .execute(
                        () -> {
                            if (!decided.compareAndSet(false, true)) {
                                return;
                            }
                            try {
                                done.complete(action.get());
                            } catch (RuntimeException | Error e) {
                                done.completeExceptionally(e);
                            }
                        });
        return await(done, decided, patience);
    }

    private static <T> T await(
            CompletableFuture<T> done, AtomicBoolean decided, Duration patience) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException | InterruptedException e) {
                    interrupted |= e instanceof InterruptedException;
                    if (decided.compareAndSet(false, true)) {
                        throw new IllegalStateException(
                                "the JobMaster's main thread did not come to it within "
                                        + patience.toMillis()
                                        + " ms");
                    }
                    // it is being carried out, which waits for nothing but the coordinator's lock
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException) {
                        throw (RuntimeException) e.getCause();
                    }
                    throw new IllegalStateException(String.valueOf(e.getCause()), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
