// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Static entry points for the instrumented parts of Flink's REST server and of its JobMasters; like
 * {@link CheckpointHooks}, in a class of its own since either works without the other.
 */
public final class RestHooks {

    private static volatile @Nullable RestHookHandler handler;

    private RestHooks() {}

    /** Installs the handler that receives all calls from now on. */
    public static void install(RestHookHandler newHandler) {
        handler = newHandler;
    }

    /** Removes the handler; calls have no effect from now on. */
    public static void uninstall() {
        handler = null;
    }

    /** Called before {@code Router.route}, and replaces it unless it returns null. */
    public static @Nullable Object route(
            Object router, Object method, String path, Map<?, ?> query) {
        try {
            RestHookHandler current = handler;
            return current == null ? null : current.route(router, method, path, query);
        } catch (Throwable e) {
            CheckpointHooks.failed(e);
            return null;
        }
    }

    /**
     * Called before {@code JobMaster.sendRequestToCoordinator}, and replaces it unless it returns
     * null.
     */
    public static @Nullable Object asked(Object jobMaster, Object operatorId, Object request) {
        try {
            RestHookHandler current = handler;
            return current == null ? null : current.asked(jobMaster, operatorId, request);
        } catch (Throwable e) {
            CheckpointHooks.failed(e);
            return null;
        }
    }
}
