// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.thread.ContainedThreads;
import io.github.ckptctl.control.change.TaskScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Executors with the agent's own threads, all daemons, whose number does not depend on the number
 * of jobs: one that runs tasks in order and timers, one that runs notification listeners (from a
 * queue that drops its oldest entries), one that adds metrics to Flink's and removes them, and one
 * for each task that waits for a coordinator's lock on behalf of an expiry or of a newly attached
 * coordinator, for storage, or on behalf of requests to Flink's REST port.
 */
final class AgentExecutors implements TaskScheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentExecutors.class);
    private static final int NOTIFICATIONS_WAITING = 1000;
    private static final int REQUESTS_WAITING = 64;
    private static final int METRICS_PATIENCE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor ordered =
            new ScheduledThreadPoolExecutor(1, ContainedThreads.named("ckptctl"));
    private final ThreadPoolExecutor notifier =
            new ThreadPoolExecutor(
                    1,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(NOTIFICATIONS_WAITING),
                    ContainedThreads.named("ckptctl-notifications"),
                    new ThreadPoolExecutor.DiscardOldestPolicy());
    private final ThreadPoolExecutor metrics =
            new ThreadPoolExecutor(
                    1,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    ContainedThreads.named("ckptctl-metrics"),
                    // one that comes after the end has nothing to be added to
                    new ThreadPoolExecutor.DiscardPolicy());
    private final ThreadPoolExecutor waiting = asMany("ckptctl-expiry");
    private final ThreadPoolExecutor storage = asMany("ckptctl-store");
    private final ThreadPoolExecutor requests = asMany("ckptctl-rest", REQUESTS_WAITING);

    AgentExecutors() {
        ordered.setRemoveOnCancelPolicy(true);
        notifier.allowCoreThreadTimeOut(true);
        metrics.allowCoreThreadTimeOut(true);
    }

    /** Returns the executor that runs tasks one after the other. */
    Executor inOrder() {
        return task -> ordered.execute(logged(task));
    }

    /**
     * Returns the executor for tasks that wait for a coordinator's lock, which Flink holds as long
     * as a write of a checkpoint's metadata takes: each task on a thread of its own.
     */
    Executor locks() {
        return task -> waiting.execute(logged(task));
    }

    /** Returns the executor for notification listeners. */
    Executor notifier() {
        return task -> notifier.execute(logged(task));
    }

    /**
     * Returns the executor that runs tasks one after the other that call Flink's metric reporters,
     * and may wait for them.
     */
    Executor metrics() {
        return task -> metrics.execute(logged(task));
    }

    /** Returns the executor for tasks that wait for storage, each on a thread of its own. */
    ExecutorService storage() {
        return storage;
    }

    /**
     * Returns the executor for requests that wait, each on a thread of its own; it rejects a
     * request when all its threads are busy.
     */
    Executor requests() {
        return requests;
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        Future<?> scheduled =
                ordered.schedule(
                        () -> waiting.execute(logged(task)),
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /**
     * Ends all threads when they have run what they have. Waits for the removal of metrics, but not
     * for a reporter that hangs.
     */
    @Override
    public void close() {
        metrics.shutdown();
        try {
            if (!metrics.awaitTermination(METRICS_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A metric reporter of Flink's holds up the removal of metrics");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ordered.shutdown();
        notifier.shutdown();
        waiting.shutdown();
        storage.shutdown();
        requests.shutdown();
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.warn("A task of the agent failed", e);
            }
        };
    }

    private static ThreadPoolExecutor asMany(String name) {
        return asMany(name, Integer.MAX_VALUE);
    }

    private static ThreadPoolExecutor asMany(String name, int atMost) {
        return new ThreadPoolExecutor(
                0,
                atMost,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                ContainedThreads.named(name));
    }
}
