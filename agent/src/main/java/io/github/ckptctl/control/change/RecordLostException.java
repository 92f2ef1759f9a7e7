// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import java.io.IOException;

/**
 * Exception thrown when another JobManager has taken over a record; this one will never write it
 * again.
 */
public final class RecordLostException extends IOException {

    private static final long serialVersionUID = 1L;

    public RecordLostException(String message) {
        super(message);
    }
}
