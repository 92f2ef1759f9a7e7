// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import com.sun.net.httpserver.HttpServer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The endpoint's threads, all daemons: they never keep a JVM alive.
 *
 * <p>There are more of them than requests served at once, so that one too many can be told so; when
 * even these are busy, connections wait a little and are then dropped. Any thread.
 */
final class Workers implements Executor {

    /** How many requests are served at once. */
    static final int PARALLEL = 8;

    private static final int THREADS = 2 * PARALLEL;
    private static final int WAITING = 64;
    private static final long IDLE_SECONDS = 30;
    private static final int GRACE_SECONDS = 2;

    private static final String NAME = "ckptctl-http";

    private final ThreadGroup group = new ThreadGroup(NAME);
    private final ThreadPoolExecutor pool;

    Workers() {
        pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Starts a server from a daemon, as its own thread inherits that. */
    void startServer(HttpServer server) {
        CompletableFuture.runAsync(server::start, work -> thread(work).start()).join();
    }

    /** Stops a server: at once, or when the requests being served have had their answers. */
    void stopServer(HttpServer server) {
        if (Thread.currentThread().getThreadGroup() == group) {
            thread(() -> server.stop(GRACE_SECONDS)).start();
        } else {
            server.stop(pool.getActiveCount() == 0 ? 0 : GRACE_SECONDS);
        }
    }

    /** Lets the threads end; those that serve a request are interrupted, but not the caller's. */
    void close() {
        if (Thread.currentThread().getThreadGroup() == group) {
            pool.shutdown();
        } else {
            pool.shutdownNow();
        }
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(group, work, NAME);
        thread.setDaemon(true);
        return thread;
    }
}
