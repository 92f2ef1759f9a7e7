// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import javax.management.JMException;
import javax.management.JMRuntimeException;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.ExecutionException;

/** Failure of a call without a result; the message is the other side's, for the user. */
public final class CallFailedException extends Exception {

    CallFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the failure with the message of the other side, extracted from the connectors'
     * wrappers.
     */
    static CallFailedException of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && isWrapping(cause)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String text = message == null || message.isBlank() ? cause.toString() : message;
        if (!(cause instanceof RuntimeException) && !text.contains(cause.getClass().getName())) {
            text = cause.getClass().getSimpleName() + ": " + text;
        }
        return new CallFailedException(text, failure);
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof JMException
                || failure instanceof JMRuntimeException
                || failure instanceof ExecutionException
                || failure instanceof UndeclaredThrowableException
                || failure.getClass().getName().contains("jolokia");
    }
}
