// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Handler of the calls from the instrumented parts of Flink's REST server and of its JobMasters.
 * One is installed at start; see {@link RestHooks}.
 *
 * <p>Objects are Flink's own, passed as {@code Object} so that this interface links in any loader.
 */
public interface RestHookHandler {

    /**
     * Returns the route of a request, null for one that is Flink's own. On a thread of the server.
     *
     * @param router Flink's router, which would be consulted next
     * @param method the request's method
     * @param path its path, as sent
     * @param query the parameters of its query
     */
    @Nullable Object route(Object router, Object method, String path, Map<?, ?> query);

    /**
     * Returns the future of the reply to a request that another JobManager has sent to a job, null
     * for a request that is not the agent's. On the JobMaster's thread.
     *
     * @param operatorId the operator that Flink takes the request to be for
     * @param request the request, serialized
     */
    @Nullable Object asked(Object jobMaster, Object operatorId, Object request);
}
