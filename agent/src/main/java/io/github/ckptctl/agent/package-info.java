// SPDX-License-Identifier: Apache-2.0
/**
 * Entry into the JVM, options, and assembly of the agent: the only package that combines the parts.
 *
 * <p>May depend on every other package; no other package may depend on this one.
 */
@NullMarked
package io.github.ckptctl.agent;

import org.jspecify.annotations.NullMarked;
