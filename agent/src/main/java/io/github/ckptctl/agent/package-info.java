// SPDX-License-Identifier: Apache-2.0
/**
 * The entry into the JVM, the options, and the assembly: the only place that puts the parts
 * together.
 *
 * <p>May depend on every other package; no other package may depend on this one.
 */
@NullMarked
package io.github.ckptctl.agent;

import org.jspecify.annotations.NullMarked;
