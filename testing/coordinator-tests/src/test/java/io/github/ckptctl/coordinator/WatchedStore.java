// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.StandaloneCompletedCheckpointStore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Flink's store of one checkpoint, with a callback around each addition. */
final class WatchedStore {

    Consumer<CompletedCheckpoint> beforeAdding = added -> {};
    Runnable afterAdding = () -> {};

    private final CompletedCheckpointStore watched;

    WatchedStore() {
        CompletedCheckpointStore store = new StandaloneCompletedCheckpointStore(1);
        watched =
                (CompletedCheckpointStore)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {CompletedCheckpointStore.class},
                                (proxy, method, arguments) -> {
                                    boolean adding =
                                            method.getName()
                                                    .equals("addCheckpointAndSubsumeOldestOne");
                                    if (adding) {
                                        beforeAdding.accept((CompletedCheckpoint) arguments[0]);
                                    }
                                    try {
                                        Object answer = method.invoke(store, arguments);
                                        if (adding) {
                                            afterAdding.run();
                                        }
                                        return answer;
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
    }

    CompletedCheckpointStore watched() {
        return watched;
    }
}
