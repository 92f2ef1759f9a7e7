// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Format of a savepoint, as Flink names it. */
public enum SavepointFormat {
    /** The same for all state backends: a job can be started from it with another one. */
    CANONICAL,
    /** The state backend's own, which is written and read faster. */
    NATIVE
}
