// SPDX-License-Identifier: Apache-2.0
/** Stops with a checkpoint, and what can be started from it, on real clusters. */
@NullMarked
package io.github.ckptctl.it.stop;

import org.jspecify.annotations.NullMarked;
