// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Requests about a job on Flink's REST port, with the places at which each is served.
 *
 * <p>A route that changes something can be reached with POST, whatever other method it has, and
 * with PUT wherever it has POST: some proxies pass no other methods. YARN's passes GET and PUT
 * alone ({@code WebAppProxyServlet}, Hadoop 3.x).
 */
public enum RestRoute {
    /** The settings, as submitted and as currently effective. */
    CONFIGURATION("GET checkpoints/configuration", "GET checkpointing/configuration"),
    /** A change of settings. */
    UPDATE(
            "PATCH checkpoints/configuration",
            "PATCH checkpointing/configuration",
            "POST checkpoints/configuration",
            "POST checkpointing/configuration"),
    /** A reset to the submitted settings. */
    RESET(
            "DELETE checkpoints/configuration",
            "DELETE checkpointing/configuration",
            "POST checkpointing/reset"),
    /** A suspension. */
    SUSPEND("POST checkpointing/suspend"),
    /** The end of a suspension. */
    RESUME("POST checkpointing/resume"),
    /** A suspension that waits until nothing is in flight. */
    QUIESCE("POST checkpointing/quiesce"),
    /** New deadlines for the checkpoints in flight. */
    RESCHEDULE("POST checkpointing/reschedule"),
    /** Unaligned checkpoints from the next one on. */
    UNALIGNED("POST checkpointing/unaligned"),
    /** The newest completed checkpoint. */
    LATEST("GET checkpointing/latest"),
    /** Flink's own page of the settings, with the effective values put in. */
    FLINKS_CONFIG("GET checkpoints/config");

    /** Prefix of the path of a route that is never Flink's, below the job's own. */
    static final String OURS = "ckptctl/";

    @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf
    private final List<Place> places;

    RestRoute(String... places) {
        List<Place> all = new ArrayList<>();
        for (String place : places) {
            int blank = place.indexOf(' ');
            String method = place.substring(0, blank);
            String path = place.substring(blank + 1);
            all.add(new Place(method, path));
            if (method.equals("POST")) {
                all.add(new Place("PUT", path));
            }
        }
        this.places = List.copyOf(all);
    }

    /** Returns the places below the job's own path, which Flink may have too. */
    List<Place> places() {
        return places;
    }

    /** Returns the places below the job's own path that are never Flink's. */
    List<Place> ownPlaces() {
        return places.stream().map(Place::own).distinct().collect(Collectors.toList());
    }

    /** Returns whether it changes nothing and waits for nothing. */
    public boolean isRead() {
        return places.get(0).method().equals("GET");
    }

    /** A method and a path below the job's own. Immutable. */
    static final class Place {

        private final String method;
        private final String path;

        private Place(String method, String path) {
            this.method = method;
            this.path = path;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        /** Returns the corresponding place that is never Flink's. */
        Place own() {
            return new Place(method, OURS + path.substring(path.indexOf('/') + 1));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Place && toString().equals(other.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
