// SPDX-License-Identifier: Apache-2.0
/** Failures of the agent and its surroundings, in which Flink must run on. */
@NullMarked
package io.github.ckptctl.it.failsafe;

import org.jspecify.annotations.NullMarked;
