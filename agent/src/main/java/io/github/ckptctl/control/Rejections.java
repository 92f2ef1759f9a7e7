// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/** Messages of rejected changes. */
final class Rejections {

    private Rejections() {}

    /** Returns the message for a change of a job that was rejected as a whole. */
    static String nothingChanged(String jobId, String reason) {
        return "job " + jobId + ": nothing changed: " + reason;
    }
}
