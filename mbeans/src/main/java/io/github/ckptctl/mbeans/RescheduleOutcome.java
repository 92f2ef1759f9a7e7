// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** What became of one pending checkpoint when its deadline was set anew. */
public enum RescheduleOutcome {
    /** It has the new deadline. */
    RESCHEDULED,
    /** The new deadline had passed already; the checkpoint expired at once. */
    EXPIRED,
    /**
     * It is the snapshot of a stop, and the new deadline would be earlier. It keeps the one it has:
     * to expire it would fail the job's tasks over.
     */
    KEPT,
    /** It completed or was given up before the call reached it. */
    GONE
}
