// SPDX-License-Identifier: Apache-2.0
/**
 * Requests: reading them from an exchange, and every check between the login and Jolokia. A {@link
 * CheckedRequest} has passed them all.
 *
 * <p>Depends on {@code agent.http.auth}, for the principal.
 */
@NullMarked
package io.github.ckptctl.agent.http.request;

import org.jspecify.annotations.NullMarked;
