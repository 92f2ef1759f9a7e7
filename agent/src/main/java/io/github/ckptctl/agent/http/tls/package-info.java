// SPDX-License-Identifier: Apache-2.0
/**
 * TLS for the endpoint: certificate, key and authorities out of files that may change while it
 * runs.
 *
 * <p>Depends on the JDK and {@code agent.http.secret}; knows nothing of Jolokia or of logins.
 */
@NullMarked
package io.github.ckptctl.agent.http.tls;

import org.jspecify.annotations.NullMarked;
