// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Requests about jobs on Flink's REST port, with the places at which each is served.
 *
 * <p>A route that changes something can be reached with POST, whatever other method it has, and
 * with PUT wherever it has POST: some proxies pass no other methods. YARN's passes GET and PUT
 * alone ({@code WebAppProxyServlet}, Hadoop 3.x).
 */
public enum RestRoute {
    /** All jobs at a glance. */
    JOBS("GET /checkpointing/jobs"),
    /** All attributes of a job's bean but its history. */
    STATUS("GET checkpointing/status"),
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
    /** More time for one checkpoint in flight. */
    EXTEND("POST checkpointing/extend"),
    /** The end of one checkpoint in flight. */
    ABORT("POST checkpointing/abort"),
    /** What the threads of the subtasks that hold a checkpoint are doing. */
    STACKS("POST checkpointing/stacks"),
    /** The failure of the subtasks that hold a checkpoint. */
    FAIL_HOLDERS("POST checkpointing/fail-holders"),
    /** A checkpoint that is triggered by hand. */
    TRIGGER("POST checkpointing/trigger"),
    /** Unaligned checkpoints from the next one on. */
    UNALIGNED("POST checkpointing/unaligned"),
    /** A completed checkpoint whose files are kept. */
    PIN_CHECKPOINT("POST checkpointing/pin"),
    /** The end of that. */
    UNPIN_CHECKPOINT("POST checkpointing/unpin"),
    /** A stop with a last checkpoint. */
    STOP_WITH_CHECKPOINT("POST checkpointing/stop-with-checkpoint"),
    /** A stop with a savepoint. */
    STOP_WITH_SAVEPOINT("POST checkpointing/stop-with-savepoint"),
    /** A count of consecutive failures that starts again at zero. */
    RESET_FAILURE_COUNT("POST checkpointing/reset-failure-count"),
    /** The effects that a change of settings would have. */
    FORECAST("POST checkpointing/forecast"),
    /** The newest completed checkpoint. */
    LATEST("GET checkpointing/latest"),
    /** The pinned checkpoints. */
    PINNED("GET checkpointing/pinned"),
    /** Whether the job's processes may be killed. */
    SAFE_TO_KILL("GET checkpointing/safe-to-kill"),
    /** The subtasks that delay a checkpoint, and what would help. */
    DIAGNOSIS("GET checkpointing/diagnosis"),
    /** One checkpoint, task by task. */
    DETAILS("GET checkpointing/details/:checkpointid"),
    /** The changes so far, or those since a time. */
    HISTORY("GET checkpointing/history", "GET checkpointing/history/:since"),
    /** Flink's own page of the settings, with the effective values put in. */
    FLINKS_CONFIG("GET checkpoints/config");

    /** Prefix of the path of a route that is never Flink's. */
    static final String OURS = "ckptctl/";

    private static final String JOB = "/jobs/:jobid/";

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

    /** Returns the places that Flink may have too. */
    List<Place> places() {
        return places;
    }

    /** Returns the places that are never Flink's. */
    List<Place> ownPlaces() {
        return places.stream().map(Place::own).distinct().collect(Collectors.toList());
    }

    /** Returns the last part of the path that is never Flink's, as a client names the route. */
    public String ownName() {
        String path = ownPlaces().get(0).path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns whether it changes nothing. */
    public boolean isRead() {
        return this == FORECAST || places.get(0).method().equals("GET");
    }

    /** Returns whether its answer may wait: for a coordinator's lock, storage or a checkpoint. */
    public boolean mayWait() {
        return !isRead() || this == SAFE_TO_KILL;
    }

    /** Returns whether it is about one job, whose id the path has. */
    public boolean isOfOneJob() {
        return this != JOBS;
    }

    /** A method and a path, with parameters. Immutable. */
    static final class Place {

        private final String method;
        private final String path;

        /**
         * @param path a path that begins with a slash, or one below a job's own
         */
        private Place(String method, String path) {
            this.method = method;
            this.path = path.startsWith("/") ? path : JOB + path;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        /** Returns the corresponding place that is never Flink's. */
        Place own() {
            return new Place(method, path.replaceFirst("checkpoint(s|ing)/", OURS));
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
