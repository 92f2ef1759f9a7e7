// SPDX-License-Identifier: Apache-2.0
/**
 * Authentication: the token, the users file and client certificates, and the throttling of failed
 * logins.
 *
 * <p>Depends on {@code agent.http.secret}; independent of Jolokia.
 */
@NullMarked
package io.github.ckptctl.agent.http.auth;

import org.jspecify.annotations.NullMarked;
