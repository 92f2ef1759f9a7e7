// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.HttpServer;
import io.github.ckptctl.agent.thread.ContainedThreads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Executor of the endpoint's requests. All of its threads are daemons: they never keep a JVM alive.
 *
 * <p>The JDK's server gives a connection a thread as soon as its first byte arrives, and that
 * thread waits for the rest: of the handshake, of the headers. So there are more threads than
 * requests served at once, and when all are taken and a connection waits, those that have kept a
 * thread for half a second without a complete request are disconnected, oldest first. The time in
 * which the endpoint itself works on a request, as when it checks a password, is not theirs. Any
 * thread.
 */
final class RequestExecutor implements Executor {

    /** Number of requests that are served at once. */
    static final int PARALLEL = 8;

    static final int THREADS = 64;

    /** Time in which a request must arrive while others wait for its thread. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    static final int WAITING = 256;
    private static final long IDLE_SECONDS = 30;
    private static final int GRACE_SECONDS = 2;
    private static final long LOOK_MILLIS = 50;

    private static final String NAME = "ckptctl-http";

    private static final ThreadLocal<Arrival> OWN = new ThreadLocal<>();

    private final ThreadGroup group = new ThreadGroup(NAME);
    private final ThreadPoolExecutor pool;
    private final Set<Arrival> arriving = new LinkedHashSet<>();
    private int serving;
    private final AtomicBoolean makingRoom = new AtomicBoolean();

    RequestExecutor() {
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
        pool.execute(() -> run(task));
        startMakingRoom();
    }

    /**
     * Begins to work on the request of the calling thread; from now on its thread is not taken
     * away.
     *
     * @return false if it has just been taken away
     */
    boolean beginServing() {
        synchronized (arriving) {
            boolean begun = arriving.remove(OWN.get());
            serving += begun ? 1 : 0;
            return begun;
        }
    }

    /** Ends what {@link #beginServing} began: the thread waits for the client again. */
    void endServing() {
        synchronized (arriving) {
            serving--;
            OWN.get().began = System.nanoTime();
            arriving.add(OWN.get());
        }
    }

    /**
     * Creates a server and starts it, from a daemon of the group: the JDK's own threads, one that
     * accepts connections and one or two that check timeouts, inherit both.
     */
    HttpServer startServer(Maker maker) throws IOException {
        try {
            HttpServer server =
                    CompletableFuture.supplyAsync(
                                    () -> started(maker), work -> thread(work).start())
                            .join();
            ContainedThreads.containAll(group);
            return server;
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException) {
                throw ((UncheckedIOException) e.getCause()).getCause();
            }
            throw new IOException("the HTTP server does not start: " + e.getCause(), e);
        }
    }

    private static HttpServer started(Maker maker) {
        try {
            HttpServer server = maker.make();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops a server: immediately, or when the requests being served have been answered. */
    void stopServer(HttpServer server) {
        if (Thread.currentThread().getThreadGroup() == group) {
            thread(() -> server.stop(GRACE_SECONDS)).start();
        } else {
            server.stop(isServing() ? GRACE_SECONDS : 0);
        }
    }

    /** Ends the threads; those that serve a request are interrupted, except the caller's. */
    void close() {
        if (Thread.currentThread().getThreadGroup() == group) {
            pool.shutdown();
        } else {
            pool.shutdownNow();
        }
    }

    private boolean isServing() {
        synchronized (arriving) {
            return serving > 0;
        }
    }

    private void run(Runnable task) {
        Arrival arrival = new Arrival();
        OWN.set(arrival);
        synchronized (arriving) {
            arriving.add(arrival);
        }
        try {
            task.run();
        } finally {
            // under the lock, so that no interrupt meant for this task hits the next one
            synchronized (arriving) {
                arriving.remove(arrival);
            }
            OWN.remove();
        }
    }

    private void startMakingRoom() {
        if (!pool.getQueue().isEmpty() && makingRoom.compareAndSet(false, true)) {
            thread(this::makeRoom).start();
        }
    }

    private void makeRoom() {
        try {
            while (!pool.getQueue().isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
                hangUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            makingRoom.set(false);
        }
        startMakingRoom();
    }

    private void hangUp() {
        synchronized (arriving) {
            // the pool prefers its queue to its idle threads: what waits there may have one already
            int free = THREADS - arriving.size() - serving;
            int wanted = pool.getQueue().size() - free;
            List<Arrival> late = new ArrayList<>();
            for (Arrival arrival : arriving) {
                if (late.size() < wanted && arrival.isLate()) {
                    late.add(arrival);
                }
            }
            // an interrupt ends a read from a channel, and closes the channel
            late.forEach(arrival -> arrival.thread.interrupt());
            late.forEach(arriving::remove);
        }
    }

    private Thread thread(Runnable work) {
        return ContainedThreads.of(group, NAME, work);
    }

    /** Factory of a server that is not started. */
    interface Maker {
        HttpServer make() throws IOException;
    }

    /** Incoming request, and the thread that it occupies. */
    private static final class Arrival {
        private final Thread thread = Thread.currentThread();
        private long began = System.nanoTime();

        boolean isLate() {
            return System.nanoTime() - began >= PATIENCE.toNanos();
        }
    }
}
