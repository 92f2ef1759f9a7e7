// SPDX-License-Identifier: Apache-2.0
/**
 * The server: its threads, limits and ports, the handler that a request passes through, and the
 * endpoint that is assembled from all parts.
 */
@NullMarked
package io.github.ckptctl.agent.http.server;

import org.jspecify.annotations.NullMarked;
