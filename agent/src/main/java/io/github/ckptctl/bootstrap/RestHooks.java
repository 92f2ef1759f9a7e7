// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What the woven parts of Flink's REST server and of its JobMasters call; as {@link
 * CheckpointHooks}, in a class of its own since both work without the other.
 */
public final class RestHooks {

    private static volatile @Nullable RestHookHandler handler;

    private RestHooks() {}

    /** Sends calls to this handler from now on. */
    public static void install(RestHookHandler newHandler) {
        handler = newHandler;
    }

    /** Sends calls nowhere from now on. */
    public static void uninstall() {
        handler = null;
    }

    /** Comes before {@code Router.route}, and instead of it unless it answers null. */
    public static @Nullable Object route(
            Object router, Object method, String path, Map<?, ?> query) {
        try {
            RestHookHandler present = handler;
            return present == null ? null : present.route(router, method, path, query);
        } catch (Throwable e) {
            CheckpointHooks.failed(e);
            return null;
        }
    }

    /**
     * Comes before {@code JobMaster.sendRequestToCoordinator}, and instead of it unless it answers
     * null.
     */
    public static @Nullable Object asked(Object jobMaster, Object operatorId, Object request) {
        try {
            RestHookHandler present = handler;
            return present == null ? null : present.asked(jobMaster, operatorId, request);
        } catch (Throwable e) {
            CheckpointHooks.failed(e);
            return null;
        }
    }
}
