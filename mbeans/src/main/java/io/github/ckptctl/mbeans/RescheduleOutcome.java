// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** What became of one pending checkpoint when its deadline was set anew. */
public enum RescheduleOutcome {
    /** It has the new deadline. */
    RESCHEDULED,
    /** The new deadline had passed already; the checkpoint expired at once. */
    EXPIRED,
    /** It completed or was given up before the call reached it. */
    GONE
}
