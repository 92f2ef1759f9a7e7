// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import io.github.ckptctl.agent.hook.RestSink;
import io.github.ckptctl.flink.RestParts;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.webmonitor.history.OnlyExecutionGraphJsonArchivist;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds our routes before Flink's router looks for its own, and answers what other JobManagers ask.
 *
 * <p>Flink's router is not changed: it is not made for that once requests come in, and an agent
 * that is attached comes later. So the routes are there from the agent's start to its end, and a
 * REST server that was there before has them too. What they need of a server (the way to the
 * leader, how long to wait) is taken from one of its own handlers.
 */
public final class RestRouting implements RestSink {

    /**
     * In Flink's place of query parameters: tells our own questions to its router from requests.
     */
    private static final Map<String, List<String>> FLINKS_OWN = Map.of("ckptctl", List.of());

    private final RestParts parts;
    private final JobRequests requests;
    private final HeadCheck check;
    private final Router<RestRoute> routes = new Router<>();

    /** Flink's routers, weakly, to our handlers for their servers; empty for a server without. */
    private final WeakConcurrentMap<Router<?>, Optional<Map<RestRoute, RouteHandler>>> handlers =
            new WeakConcurrentMap<>(false, false);

    /**
     * @param parts how Flink's REST server is reached
     * @param requests answers what is asked of the jobs of this JobManager
     * @param check rejects requests to routes that Flink itself does not have
     */
    public RestRouting(RestParts parts, JobRequests requests, HeadCheck check) {
        this.parts = parts;
        this.requests = requests;
        this.check = check;
        for (RestRoute route : RestRoute.values()) {
            for (String path : route.paths()) {
                // as Flink does: with the version of its API, and without
                HttpMethod method = HttpMethod.valueOf(route.method());
                routes.addRoute(method, "/jobs/:jobid/" + path, route);
                routes.addRoute(method, "/v1/jobs/:jobid/" + path, route);
            }
        }
    }

    @Override
    public @Nullable Object route(Object router, Object method, String path, Map<?, ?> query) {
        // most requests are not for us, and end here
        if (!path.contains("/checkpoint") || router == routes || query == FLINKS_OWN) {
            return null;
        }
        RouteResult<RestRoute> route = routes.route((HttpMethod) method, path);
        if (route == null) {
            return null;
        }
        Router<?> flinks = (Router<?>) router;
        Optional<Map<RestRoute, RouteHandler>> ours = handlers.get(flinks);
        if (ours == null) {
            // two threads may both come here; either's handlers will do
            ours = handlersFor(flinks);
            handlers.put(flinks, ours);
        }
        return ours.map(
                        handler ->
                                new RouteResult<>(
                                        path,
                                        path,
                                        route.pathParams(),
                                        Map.of(),
                                        handler.get(route.target())))
                .orElse(null);
    }

    @Override
    public @Nullable Object asked(Object jobMaster, Object operatorId, Object request) {
        return RestParts.OPERATOR_ID.equals(operatorId) ? reply(request) : null;
    }

    private CompletableFuture<CoordinationResponse> reply(Object request) {
        return LeaderCall.received(
                request,
                call -> {
                    CompletableFuture<RestReply> reply = requests.answer(call);
                    return reply != null ? reply : CompletableFuture.completedFuture(unknown(call));
                });
    }

    /** The JobMaster is there, but not known yet: it starts, or was there before the agent. */
    private static RestReply unknown(RestCall call) {
        return RestReply.refused(
                503,
                List.of(
                        "Job "
                                + call.jobId()
                                + " is not known to ckptctl yet; try again in some seconds."));
    }

    private Optional<Map<RestRoute, RouteHandler>> handlersFor(Router<?> flinks) {
        LeaderRetrievalHandler<?> neighbour = flinksHandler(flinks, "/jobs/overview");
        LeaderRetrievalHandler<?> config =
                flinksHandler(flinks, "/jobs/00000000000000000000000000000000/checkpoints/config");
        if (neighbour == null || !(config instanceof OnlyExecutionGraphJsonArchivist)) {
            // a server of another kind
            return Optional.empty();
        }
        LeaderCall leader = new LeaderCall(parts, neighbour);
        Map<RestRoute, RouteHandler> made = new EnumMap<>(RestRoute.class);
        for (RestRoute route : RestRoute.values()) {
            made.put(
                    route,
                    route == RestRoute.FLINKS_CONFIG
                            ? new ConfigHandler(
                                    leader,
                                    requests,
                                    (OnlyExecutionGraphJsonArchivist) config,
                                    parts.graphCache(config))
                            : new RouteHandler(route, leader, requests, check));
        }
        return Optional.of(made);
    }

    private static @Nullable LeaderRetrievalHandler<?> flinksHandler(
            Router<?> flinks, String path) {
        RouteResult<?> found = flinks.route(HttpMethod.GET, path, FLINKS_OWN);
        return found != null && found.target() instanceof LeaderRetrievalHandler
                ? (LeaderRetrievalHandler<?>) found.target()
                : null;
    }
}
