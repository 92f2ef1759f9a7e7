// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/**
 * Who may call an operation or write an attribute over HTTP; each role may all that the ones before
 * it may.
 */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Changes settings and steers checkpoints of running jobs. */
    OPERATOR,
    /** Ends things: stops jobs, stands the agent down. */
    ADMIN
}
