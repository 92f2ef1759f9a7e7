// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Executor of calls that may hang, which waits for each no longer than its limit.
 *
 * <p>A call that hangs occupies its thread, and no JMX connector can release it; so the number of
 * threads is limited, and when all hang, a further call fails at once. May be called from any
 * thread except Swing's.
 */
public final class BoundedCalls implements AutoCloseable {

    private static final int MAX_THREADS = 6;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    MAX_THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    BoundedCalls::thread);

    private static Thread thread(Runnable calls) {
        Thread thread = new Thread(calls, "ckptctl call");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Executes a call and returns its result.
     *
     * @throws CallFailedException if it fails, or takes longer
     */
    public <T> T call(long limitMillis, Callable<T> call) throws CallFailedException {
        Future<T> answer;
        try {
            answer = threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw new CallFailedException(
                    threads.isShutdown()
                            ? "this tab is closed"
                            : "the JobManager does not answer: earlier calls still wait",
                    e);
        }
        try {
            return answer.get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw CallFailedException.of(e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CallFailedException(
                    "the JobManager did not answer within " + Units.duration(limitMillis), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallFailedException("given up", e);
        }
    }

    /** Releases all calls. Idempotent. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
