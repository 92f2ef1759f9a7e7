// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path that routes below {@code ckptctl/} have, for a server without Flink's router. There is one
 * spelling of each path. Immutable.
 */
public final class RoutedPath {

    /** The routes by their methods, by the form of their paths. */
    private static final Map<Pattern, Map<String, RestRoute>> ROUTES = routes();

    private final Map<String, RestRoute> routes;
    private final String jobId;
    private final String checkpointId;

    private RoutedPath(Map<String, RestRoute> routes, String jobId, String checkpointId) {
        this.routes = routes;
        this.jobId = jobId;
        this.checkpointId = checkpointId;
    }

    /** Returns the path, empty if no route has it. */
    public static Optional<RoutedPath> of(String path) {
        for (Map.Entry<Pattern, Map<String, RestRoute>> entry : ROUTES.entrySet()) {
            Matcher matcher = entry.getKey().matcher(path);
            if (matcher.matches()) {
                return Optional.of(
                        new RoutedPath(entry.getValue(), group(matcher, 1), group(matcher, 2)));
            }
        }
        return Optional.empty();
    }

    private static String group(Matcher matcher, int number) {
        return number <= matcher.groupCount() ? matcher.group(number) : "";
    }

    private static Map<Pattern, Map<String, RestRoute>> routes() {
        Map<String, Map<String, RestRoute>> byPath = new LinkedHashMap<>();
        for (RestRoute route : RestRoute.values()) {
            if (route != RestRoute.FLINKS_CONFIG) {
                for (RestRoute.Place place : route.ownPlaces()) {
                    byPath.computeIfAbsent(place.path(), path -> new LinkedHashMap<>())
                            .put(place.method(), route);
                }
            }
        }
        Map<Pattern, Map<String, RestRoute>> byPattern = new LinkedHashMap<>();
        byPath.forEach(
                (path, methods) ->
                        byPattern.put(
                                Pattern.compile(
                                        path.replace(":jobid", "([0-9a-f]{32})")
                                                .replace(":checkpointid", "([0-9]{1,18})")),
                                methods));
        return byPattern;
    }

    /** Returns the methods that it has. */
    public Set<String> methods() {
        return routes.keySet();
    }

    /** Returns the route of a method, null for none. */
    public @Nullable RestRoute route(String method) {
        return routes.get(method);
    }

    /** Returns the job's id, empty where no job is named. */
    public String jobId() {
        return jobId;
    }

    /** Returns a request's body: the one that was sent, or what the path contains. */
    public Map<String, Object> body(Map<String, Object> sent) {
        return checkpointId.isEmpty()
                ? sent
                : Map.of(JobRequest.CHECKPOINT_ID, Long.parseLong(checkpointId));
    }
}
