// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

/** Failure to reach a JVM; the message states the reason, for the operator. */
public final class AttachException extends Exception {

    private static final long serialVersionUID = 1L;

    AttachException(String message) {
        super(message);
    }

    AttachException(String message, Throwable cause) {
        super(message, cause);
    }
}
