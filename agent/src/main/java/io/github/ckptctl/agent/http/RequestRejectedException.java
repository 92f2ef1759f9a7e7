// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

/**
 * Exception for a request that is not carried out, with the HTTP status and the sentence to answer.
 *
 * <p>Has no stack trace: rejections are an ordinary outcome, and a client that probes the endpoint
 * should not be able to make it work hard.
 */
public final class RequestRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    public RequestRejectedException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** Returns the same rejection with the place in a bulk request before its sentence. */
    public RequestRejectedException at(int entry) {
        return new RequestRejectedException(status, "entry " + entry + ": " + sentence());
    }
}
