// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Outcome of re-arming the deadline of one pending checkpoint. */
public enum RescheduleOutcome {
    /** It has the new deadline. */
    RESCHEDULED,
    /** The new deadline had already passed; the checkpoint expired at once. */
    EXPIRED,
    /**
     * It is the snapshot of a stop, and the new deadline would be earlier. It keeps the current
     * one: its expiry would fail the job's tasks over.
     */
    KEPT,
    /** It completed or was aborted before the call reached it. */
    GONE
}
