// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Concurrent clients that send the same request, each as soon as it has its answer. */
final class Load {

    private static final int MOST = 1 << 20;

    private Load() {}

    /** Lets this number of clients send requests for a time, and returns the latencies. */
    static Latencies of(KeepAlive.Request request, int clients, Duration time) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<CompletableFuture<Latencies>> running =
                    IntStream.range(0, clients)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () -> one(request, time), threads))
                            .toList();
            return Latencies.together(running.stream().map(CompletableFuture::join).toList());
        } finally {
            threads.shutdown();
        }
    }

    private static Latencies one(KeepAlive.Request request, Duration time) {
        long[] nanos = new long[MOST];
        int count = 0;
        try (KeepAlive client = new KeepAlive(request)) {
            client.ask(); // opens the connection on the server side
            long end = System.nanoTime() + time.toNanos();
            for (long start = System.nanoTime(); start < end && count < MOST; count++) {
                client.ask();
                long now = System.nanoTime();
                nanos[count] = now - start;
                start = now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Latencies(Arrays.copyOf(nanos, count));
    }
}
