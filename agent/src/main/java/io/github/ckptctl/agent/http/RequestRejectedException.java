// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

/**
 * A request that is not carried out, with the HTTP status and the sentence to answer.
 *
 * <p>Has no stack trace: refusals are an ordinary outcome, and whoever probes the endpoint should
 * not be able to make it work hard.
 */
final class RequestRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    RequestRejectedException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** Returns the same refusal with the place in a bulk request before its sentence. */
    RequestRejectedException at(int entry) {
        return new RequestRejectedException(status, "entry " + entry + ": " + sentence());
    }
}
