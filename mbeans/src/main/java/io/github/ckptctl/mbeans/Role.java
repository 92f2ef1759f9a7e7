// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Role of a caller over HTTP, which decides the operations and attributes it may call or write;
 * each role includes those before it.
 */
public enum Role {
    /** Reads only. */
    VIEWER,
    /** Changes settings and controls checkpoints of running jobs. */
    OPERATOR,
    /** Stops jobs and detaches the agent. */
    ADMIN
}
