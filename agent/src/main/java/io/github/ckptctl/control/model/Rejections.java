// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Messages of rejected changes. */
public final class Rejections {

    private Rejections() {}

    /** Returns the message for a change of a job that was rejected as a whole. */
    public static String nothingChanged(String jobId, String reason) {
        return "job " + jobId + ": nothing changed: " + reason;
    }
}
