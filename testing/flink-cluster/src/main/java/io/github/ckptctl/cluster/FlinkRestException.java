// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

/** Error response of Flink's REST API. */
public final class FlinkRestException extends RuntimeException {

    private final int status;

    FlinkRestException(String request, int status, String body) {
        super(request + " was answered with " + status + ": " + body);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }
}
