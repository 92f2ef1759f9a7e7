// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

/** Whether clients show a certificate of their own. */
public enum ClientAuth {
    /** They are not asked. */
    NONE,
    /** They may; one that is shown must be good. */
    OPTIONAL,
    /** Without a good one there is no connection. */
    REQUIRED
}
