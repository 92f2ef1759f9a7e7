// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.List;
import java.util.Map;

/**
 * Response to a request: an HTTP status, and maps, lists, strings, numbers and booleans. Immutable.
 */
public final class JobResponse {

    private final int status;
    private final Map<String, Object> body;

    JobResponse(int status, Map<String, Object> body) {
        this.status = status;
        this.body = body;
    }

    /** Returns the response to a request that was carried out. */
    public static JobResponse ok(Map<String, Object> body) {
        return new JobResponse(200, body);
    }

    /**
     * Returns the response to a request that was not carried out, with the reasons; in the form of
     * Flink's own errors.
     */
    public static JobResponse refused(int status, List<String> errors) {
        return new JobResponse(status, Map.of("errors", errors));
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the body, which becomes the response's JSON object. */
    public Map<String, Object> body() {
        return body;
    }
}
