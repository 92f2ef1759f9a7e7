// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class MadeOnceTest {

    @Test
    void isMadeByOneOfManyThreadsThatComeAtOnce(@TempDir Path directory) throws Exception {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            for (int trial = 0; trial < 50; trial++) {
                // given
                Path made = directory.resolve("made-" + trial);
                AtomicInteger times = new AtomicInteger();
                CyclicBarrier start = new CyclicBarrier(many);
                List<Future<Boolean>> all = new ArrayList<>();

                // when
                for (int number = 0; number < many; number++) {
                    all.add(
                            threads.submit(
                                    () -> {
                                        start.await();
                                        MadeOnce.unless(
                                                () -> Files.exists(made),
                                                Path.of(made + ".lock"),
                                                () -> {
                                                    times.incrementAndGet();
                                                    Files.createFile(made);
                                                });
                                        return Files.exists(made);
                                    }));
                }

                // then
                for (Future<Boolean> one : all) {
                    assertThat(one.get()).isTrue();
                }
                assertThat(times).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
