// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Type of a checkpoint; the names are Flink's. */
public enum TriggerType {
    /** As the job is configured. */
    CONFIGURED,
    /** Complete in itself. */
    FULL,
    /** On top of the one before, where the state backend can. */
    INCREMENTAL
}
