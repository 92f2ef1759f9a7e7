// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.List;
import java.util.Map;

/** What is answered: an HTTP status, and maps, lists, texts, numbers and booleans. Immutable. */
public final class JobResponse {

    private final int status;
    private final Map<String, Object> body;

    JobResponse(int status, Map<String, Object> body) {
        this.status = status;
        this.body = body;
    }

    /** It was done, and this is the answer. */
    public static JobResponse ok(Map<String, Object> body) {
        return new JobResponse(200, body);
    }

    /** It was not done, for these reasons; in the form of Flink's own errors. */
    public static JobResponse refused(int status, List<String> errors) {
        return new JobResponse(status, Map.of("errors", errors));
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns what becomes the response's JSON object. */
    public Map<String, Object> body() {
        return body;
    }
}
