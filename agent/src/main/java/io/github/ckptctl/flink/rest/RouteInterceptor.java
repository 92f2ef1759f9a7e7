// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import io.github.ckptctl.bootstrap.RestHookHandler;
import io.github.ckptctl.flink.RestServerInternals;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.webmonitor.history.OnlyExecutionGraphJsonArchivist;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Interceptor that matches our routes before Flink's router matches its own, and answers the
 * requests of other JobManagers.
 *
 * <p>Flink's router is not changed: it is not made for that once requests come in, and an agent
 * that is attached comes later. So the routes exist from the agent's start to its end, also on a
 * REST server that is older than the agent. What they need of a server (the way to the leader, how
 * long to wait) is taken from one of its own handlers.
 *
 * <p>Where Flink has a route of its own, ours is only available below a path that is never Flink's.
 */
public final class RouteInterceptor implements RestHookHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RouteInterceptor.class);

    /** Replaces Flink's query parameters: marks our own queries to a router of its class. */
    private static final Map<String, List<String>> PASS = Map.of("ckptctl", List.of());

    private static final String OWN = "/" + RestRoute.OURS.replace("/", "");
    private static final String SOME_ID = "00000000000000000000000000000000";
    private static final String SOME_JOB = "/jobs/" + SOME_ID + "/";

    private final RestServerInternals parts;
    private final JobRequestHandler requests;
    private final HeadCheck check;
    private final @Nullable StaticFileHandler console;

    /** Flink's routers, weakly, to ours for their servers; empty for a server that has none. */
    private final WeakConcurrentMap<Router<?>, Optional<Router<RouteHandler>>> routers =
            new WeakConcurrentMap<>(false, false);

    /** The places where a route of Flink's own answers instead of ours, a sentence each. */
    private final Set<String> displaced = ConcurrentHashMap.newKeySet();

    /**
     * @param parts the access to Flink's REST server
     * @param requests answers requests about the jobs of this JobManager
     * @param check rejects requests to routes that Flink itself does not have
     * @param console serves the page for browsers; null for none
     */
    public RouteInterceptor(
            RestServerInternals parts,
            JobRequestHandler requests,
            HeadCheck check,
            @Nullable StaticFileHandler console) {
        this.parts = parts;
        this.requests = requests;
        this.check = check;
        this.console = console;
    }

    /**
     * Returns the places where a route of Flink's own answers instead of ours, a sentence each.
     * Known after a REST server's first request for checkpoints.
     */
    public Set<String> displaced() {
        return Set.copyOf(displaced);
    }

    @Override
    public @Nullable Object route(Object router, Object method, String path, Map<?, ?> query) {
        if (query == PASS) {
            return null;
        }
        Router<?> flinks = (Router<?>) router;
        RouteResult<?> refusal =
                OperatorRequestFilter.refusal(flinks, (HttpMethod) method, path, PASS);
        if (refusal != null) {
            return refusal;
        }
        // most requests are for other routes, and end here
        if (!path.contains("/checkpoint") && !path.contains(OWN)) {
            return null;
        }
        Optional<Router<RouteHandler>> ours = routers.get(flinks);
        if (ours == null) {
            // two threads may both get here; the handlers of either will do
            ours = routerFor(flinks);
            routers.put(flinks, ours);
        }
        if (ours.isEmpty()) {
            return null;
        }
        RouteResult<RouteHandler> route = ours.get().route((HttpMethod) method, path, PASS);
        if (route != null) {
            return new RouteResult<>(path, path, route.pathParams(), Map.of(), route.target());
        }
        return console == null ? null : console.route((HttpMethod) method, path);
    }

    @Override
    public @Nullable Object asked(Object jobMaster, Object operatorId, Object request) {
        return RestServerInternals.OPERATOR_ID.equals(operatorId) ? reply(request) : null;
    }

    private CompletableFuture<CoordinationResponse> reply(Object request) {
        return LeaderForwarder.received(
                request,
                call -> {
                    CompletableFuture<JobResponse> reply = requests.answer(call);
                    return reply != null ? reply : CompletableFuture.completedFuture(unknown(call));
                });
    }

    /**
     * Returns the response for a JobMaster that exists, but is not known yet: it is starting, or is
     * older than the agent.
     */
    private static JobResponse unknown(JobRequest call) {
        return JobResponse.refused(
                503,
                List.of(
                        "Job "
                                + call.jobId()
                                + " is not known to ckptctl yet; try again in some seconds."));
    }

    private Optional<Router<RouteHandler>> routerFor(Router<?> flinks) {
        LeaderRetrievalHandler<?> neighbour = flinksHandler(flinks, "/jobs/overview");
        LeaderRetrievalHandler<?> config = flinksHandler(flinks, SOME_JOB + "checkpoints/config");
        if (neighbour == null || !(config instanceof OnlyExecutionGraphJsonArchivist)) {
            // a server of another kind
            return Optional.empty();
        }
        LeaderForwarder leader = new LeaderForwarder(parts, neighbour);
        Router<RouteHandler> ours = new Router<>();
        for (RestRoute route : RestRoute.values()) {
            if (route == RestRoute.FLINKS_CONFIG) {
                CheckpointConfigOverrideHandler handler =
                        new CheckpointConfigOverrideHandler(
                                leader,
                                requests,
                                (OnlyExecutionGraphJsonArchivist) config,
                                parts.graphCache(config));
                route.places().forEach(place -> add(ours, place, handler));
            } else {
                RouteHandler handler = new RouteHandler(route, leader, requests, check);
                route.ownPlaces().forEach(place -> add(ours, place, handler));
                for (RestRoute.Place place : route.places()) {
                    if (isFlinks(flinks, place)) {
                        displaced(place);
                    } else {
                        add(ours, place, handler);
                    }
                }
            }
        }
        return Optional.of(ours);
    }

    /** Adds a route as Flink does: with the version of its API, and without. */
    private static void add(
            Router<RouteHandler> ours, RestRoute.Place place, RouteHandler handler) {
        HttpMethod method = HttpMethod.valueOf(place.method());
        ours.addRoute(method, place.path(), handler);
        ours.addRoute(method, "/v1" + place.path(), handler);
    }

    private void displaced(RestRoute.Place place) {
        String why =
                String.format(
                        "Flink has %s %s of its own; ckptctl's is %s",
                        place.method(), place.path(), place.own().path());
        if (displaced.add(why)) {
            LOG.warn("{}", why);
        }
    }

    /**
     * Returns whether Flink's router knows a path: by its words, not as a file of the Web UI or as
     * the id of a checkpoint. A parameter of Flink's may only stand where ours has one.
     */
    private static boolean isFlinks(Router<?> flinks, RestRoute.Place place) {
        RouteResult<?> found =
                flinks.route(
                        HttpMethod.valueOf(place.method()),
                        place.path().replace(":jobid", SOME_ID),
                        PASS);
        return found != null
                && found.target() != flinks.notFound()
                && !found.pathParams().containsKey("*")
                && found.pathParams().values().stream()
                        .allMatch(value -> value.equals(SOME_ID) || value.startsWith(":"));
    }

    private static @Nullable LeaderRetrievalHandler<?> flinksHandler(
            Router<?> flinks, String path) {
        RouteResult<?> found = flinks.route(HttpMethod.GET, path, PASS);
        return found != null && found.target() instanceof LeaderRetrievalHandler
                ? (LeaderRetrievalHandler<?>) found.target()
                : null;
    }
}
