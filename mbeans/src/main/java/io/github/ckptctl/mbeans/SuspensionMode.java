// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Extent to which a job's checkpointing is suspended. */
public enum SuspensionMode {
    /** Nothing is suspended. */
    NONE,
    /** Periodic triggers; checkpoints in flight continue, and manual triggers still work. */
    PERIODIC,
    /** Everything: nothing is triggered, and nothing can complete. */
    ALL
}
