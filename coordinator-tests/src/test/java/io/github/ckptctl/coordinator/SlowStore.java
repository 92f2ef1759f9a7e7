// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.EmbeddedCompletedCheckpointStore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A completed store that takes its time at random, and remembers what was last added to it. */
final class SlowStore {

    final AtomicLong newest = new AtomicLong(-1);
    final AtomicLong added = new AtomicLong();
    private final CompletedCheckpointStore slow;

    SlowStore(long maxNanos) {
        CompletedCheckpointStore store = new EmbeddedCompletedCheckpointStore(1);
        slow =
                (CompletedCheckpointStore)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {CompletedCheckpointStore.class},
                                (proxy, method, arguments) -> {
                                    boolean adding =
                                            method.getName()
                                                    .equals("addCheckpointAndSubsumeOldestOne");
                                    if (adding) {
                                        LockSupport.parkNanos(
                                                ThreadLocalRandom.current().nextLong(maxNanos));
                                        CompletedCheckpoint checkpoint =
                                                (CompletedCheckpoint) arguments[0];
                                        newest.set(checkpoint.getCheckpointID());
                                        added.incrementAndGet();
                                    }
                                    try {
                                        return method.invoke(store, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
    }

    CompletedCheckpointStore store() {
        return slow;
    }
}
