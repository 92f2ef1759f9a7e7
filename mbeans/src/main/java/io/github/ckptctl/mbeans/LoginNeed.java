// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Whether a door asks who comes. */
public enum LoginNeed {
    /** Everybody who can connect is let in. */
    NONE,

    /** Nobody is let in without a login. */
    REQUIRED,

    /** The door's own configuration says it, which the agent cannot see. */
    UNKNOWN
}
