// SPDX-License-Identifier: Apache-2.0
/**
 * TLS for the endpoint: certificate, key and authorities from files that may change while it runs.
 *
 * <p>Depends on the JDK and {@code agent.http.secret}; independent of Jolokia and of logins.
 */
@NullMarked
package io.github.ckptctl.agent.http.tls;

import org.jspecify.annotations.NullMarked;
