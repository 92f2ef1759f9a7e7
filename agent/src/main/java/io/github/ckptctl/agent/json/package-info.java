// SPDX-License-Identifier: Apache-2.0
/**
 * JSON that strangers wrote, read within bounds: requests over HTTP, records in a store. And JSON
 * that they read.
 *
 * <p>Depends on Jolokia's JSON types and the JDK.
 */
@NullMarked
package io.github.ckptctl.agent.json;

import org.jspecify.annotations.NullMarked;
