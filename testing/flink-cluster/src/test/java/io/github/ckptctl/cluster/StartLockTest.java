// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StartLockTest {

    @TempDir private Path directory;

    @Test
    void isOfOneAtATime() throws Exception {
        int many = 8;
        AtomicInteger holding = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            // when
            List<Future<Integer>> all = new ArrayList<>();
            for (int turn = 0; turn < 100 * many; turn++) {
                all.add(
                        threads.submit(
                                () -> {
                                    try (StartLock taken = take()) {
                                        int most = holding.incrementAndGet();
                                        Thread.yield();
                                        holding.decrementAndGet();
                                        return most;
                                    }
                                }));
            }

            // then
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void skipsAnInterruptedThreadAndGoesToTheNext() {
        // when
        Thread.currentThread().interrupt();

        // then
        assertThatIllegalStateException().isThrownBy(this::take);
        assertThat(Thread.interrupted()).isTrue();
        try (StartLock next = take()) {
            assertThat(next).isNotNull();
        }
    }

    private StartLock take() {
        return StartLock.take(directory.resolve("lock"));
    }
}
