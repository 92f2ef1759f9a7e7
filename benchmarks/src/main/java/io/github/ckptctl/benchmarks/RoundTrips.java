// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Repeated requests of the same kind, on a thread of their own, with their durations. */
final class RoundTrips implements AutoCloseable {

    private static final Duration APART = Duration.ofMillis(10);

    private final List<RoundTrip> made = new ArrayList<>();
    private final Runnable question;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    private RoundTrips(Runnable question) {
        this.question = question;
        this.thread = new Thread(this::ask, "round trips");
        thread.setDaemon(true);
    }

    /** Starts sending requests, at least one, each soon after the answer to the one before. */
    static RoundTrips of(Runnable question) {
        RoundTrips trips = new RoundTrips(question);
        trips.thread.start();
        return trips;
    }

    /**
     * Returns the durations, in milliseconds, of the answers to the requests in a window.
     *
     * @throws IllegalStateException if there was a request without an answer
     */
    synchronized LongStream millis(Window window) {
        if (failure != null) {
            throw new IllegalStateException("a question was not answered", failure);
        }
        return List.copyOf(made).stream()
                .filter(trip -> window.contains(trip.start()))
                .mapToLong(trip -> trip.took().toMillis());
    }

    private void ask() {
        try {
            do {
                Instant start = Instant.now();
                long nanos = System.nanoTime();
                question.run();
                add(new RoundTrip(start, Duration.ofNanos(System.nanoTime() - nanos)));
                LockSupport.parkNanos(APART.toNanos());
            } while (!closed);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private synchronized void add(RoundTrip trip) {
        made.add(trip);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private record RoundTrip(Instant start, Duration took) {}
}
