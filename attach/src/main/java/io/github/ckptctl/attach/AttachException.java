// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

/** A JVM that is not reached; the message says why, for the operator. */
public final class AttachException extends Exception {

    private static final long serialVersionUID = 1L;

    AttachException(String message) {
        super(message);
    }

    AttachException(String message, Throwable cause) {
        super(message, cause);
    }
}
