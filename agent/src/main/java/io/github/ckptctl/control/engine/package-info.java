// SPDX-License-Identifier: Apache-2.0
/**
 * The port to Flink: what the domain requires of a coordinator, and the reference to the one that a
 * job currently has. Implemented by {@code flink}.
 */
@NullMarked
package io.github.ckptctl.control.engine;

import org.jspecify.annotations.NullMarked;
