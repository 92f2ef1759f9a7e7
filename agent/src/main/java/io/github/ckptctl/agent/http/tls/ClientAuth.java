// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.tls;

/** Authentication of clients by a certificate of their own. */
public enum ClientAuth {
    /** No certificate is requested. */
    NONE,
    /** A certificate is optional; one that is presented must be valid. */
    OPTIONAL,
    /** Without a valid certificate there is no connection. */
    REQUIRED
}
