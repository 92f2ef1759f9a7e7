// SPDX-License-Identifier: Apache-2.0
/**
 * Bounded parser of untrusted JSON, from requests over HTTP and records in a store, and writer of
 * JSON.
 *
 * <p>Depends on Jolokia's JSON types and the JDK.
 */
@NullMarked
package io.github.ckptctl.agent.json;

import org.jspecify.annotations.NullMarked;
