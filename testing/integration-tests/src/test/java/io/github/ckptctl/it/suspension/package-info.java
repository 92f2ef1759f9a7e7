// SPDX-License-Identifier: Apache-2.0
/** Suspension, what a checkpoint survives, and rescales, on real clusters. */
@NullMarked
package io.github.ckptctl.it.suspension;

import org.jspecify.annotations.NullMarked;
