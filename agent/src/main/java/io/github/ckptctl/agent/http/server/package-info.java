// SPDX-License-Identifier: Apache-2.0
/**
 * The server: its threads, limits and ports, the handler that a request passes through, and the
 * endpoint that is assembled from all parts.
 *
 * <p>Depends on the other packages of {@code agent.http}, on {@code agent.thread}, {@code
 * control.model.CallerContext}, {@code control.model.TextSanitizer}, {@code mbeans} and Jolokia's
 * JSON types.
 */
@NullMarked
package io.github.ckptctl.agent.http.server;

import org.jspecify.annotations.NullMarked;
