// SPDX-License-Identifier: Apache-2.0
/** Unaligned checkpoints of jobs that were submitted with aligned ones, on real clusters. */
@NullMarked
package io.github.ckptctl.it.unaligned;

import org.jspecify.annotations.NullMarked;
