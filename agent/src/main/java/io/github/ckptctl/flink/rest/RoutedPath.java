// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** All paths. */
    private static final List<Form> FORMS = forms();

    private final Form form;
    private final String jobId;
    private final String number;

    private RoutedPath(Form form, Matcher path) {
        this.form = form;
        this.jobId = path.groupCount() > 0 ? path.group(1) : "";
        this.number = form.field.isEmpty() ? "" : path.group(2);
    }

    /** Returns the path, empty if no route has it. */
    public static Optional<RoutedPath> of(String path) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(path);
            if (matcher.matches()) {
                return Optional.of(new RoutedPath(form, matcher));
            }
        }
        return Optional.empty();
    }

    private static List<Form> forms() {
        Map<String, Map<String, RestRoute>> byPath = new LinkedHashMap<>();
        for (RestRoute route : RestRoute.values()) {
            if (route != RestRoute.FLINKS_CONFIG) {
                for (RestRoute.Place place : route.ownPlaces()) {
                    byPath.computeIfAbsent(place.path(), path -> new LinkedHashMap<>())
                            .put(place.method(), route);
                }
            }
        }
        List<Form> forms = new ArrayList<>();
        byPath.forEach((path, routes) -> forms.add(new Form(path, routes)));
        return List.copyOf(forms);
    }

    /** Returns the methods that it has. */
    public Set<String> methods() {
        return form.routes.keySet();
    }

    /** Returns the route of a method, null for none. */
    public @Nullable RestRoute route(String method) {
        return form.routes.get(method);
    }

    /** Returns the job's id, empty where no job is named. */
    public String jobId() {
        return jobId;
    }

    /** Returns a request's body: the one that was sent, or what the path contains. */
    public Map<String, Object> body(Map<String, Object> sent) {
        return number.isEmpty() ? sent : Map.of(form.field, Long.parseLong(number));
    }

    /** Form of a path, with the routes that have it, by their methods. Immutable. */
    private static final class Form {

        private final Pattern pattern;
        private final Map<String, RestRoute> routes;

        /** The field whose number the path contains, empty for none. */
        private final String field;

        Form(String path, Map<String, RestRoute> routes) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            this.field =
                    last.startsWith(":")
                            ? JobRequest.PATH_NUMBERS.getOrDefault(last.substring(1), "")
                            : "";
            this.pattern =
                    Pattern.compile(
                            (field.isEmpty() ? path : path.replace(last, "([0-9]{1,18})"))
                                    .replace(":jobid", "([0-9a-f]{32})"));
            this.routes = routes;
        }
    }
}
