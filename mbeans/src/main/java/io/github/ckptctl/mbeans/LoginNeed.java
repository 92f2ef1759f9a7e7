// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Authentication requirement of an entry point. */
public enum LoginNeed {
    /** Every client that can connect is accepted. */
    NONE,

    /** No client is accepted without a login. */
    REQUIRED,

    /** The entry point's own configuration decides, which the agent cannot see. */
    UNKNOWN
}
