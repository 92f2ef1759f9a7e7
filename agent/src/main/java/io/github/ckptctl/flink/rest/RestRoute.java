// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.List;

/** What can be asked of a job on Flink's REST port. */
public enum RestRoute {
    /** The settings, as submitted and as they are. */
    CONFIGURATION("GET", "checkpoints/configuration", "checkpointing/configuration"),
    /** A change of settings. */
    UPDATE("PATCH", "checkpoints/configuration", "checkpointing/configuration"),
    /** Back to what was submitted. */
    RESET("DELETE", "checkpoints/configuration", "checkpointing/configuration"),
    /** A suspension. */
    SUSPEND("POST", "checkpointing/suspend"),
    /** Its end. */
    RESUME("POST", "checkpointing/resume"),
    /** A suspension that waits until nothing is in flight. */
    QUIESCE("POST", "checkpointing/quiesce"),
    /** New deadlines for what is in flight. */
    RESCHEDULE("POST", "checkpointing/reschedule"),
    /** Unaligned checkpoints from the next one on. */
    UNALIGNED("POST", "checkpointing/unaligned"),
    /** The newest completed checkpoint. */
    LATEST("GET", "checkpointing/latest"),
    /** Flink's own page of the settings, with the values in force put in. */
    FLINKS_CONFIG("GET", "checkpoints/config");

    /** What the path of a route that is never Flink's begins with, below the job's own. */
    static final String OURS = "ckptctl/";

    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> paths;

    RestRoute(String method, String... paths) {
        this.method = method;
        this.paths = List.of(paths);
    }

    String method() {
        return method;
    }

    /** Returns the paths below the job's own. */
    List<String> paths() {
        return paths;
    }

    /** Returns the path below the job's own that is never Flink's. */
    String ownPath() {
        String path = paths.get(0);
        return OURS + path.substring(path.indexOf('/') + 1);
    }

    /** Tells whether it changes nothing and waits for nothing. */
    public boolean isRead() {
        return method.equals("GET");
    }
}
