// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** What of a job's checkpointing is suspended. */
public enum SuspensionMode {
    /** Nothing. */
    NONE,
    /** Periodic triggers; what is in flight goes on, and triggers by hand still work. */
    PERIODIC,
    /** Everything: nothing is triggered, and nothing can complete. */
    ALL
}
