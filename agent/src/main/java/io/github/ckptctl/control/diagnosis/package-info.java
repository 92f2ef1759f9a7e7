// SPDX-License-Identifier: Apache-2.0
/** Diagnostics of a job's checkpoints, and advice on settings. Only reads. */
@NullMarked
package io.github.ckptctl.control.diagnosis;

import org.jspecify.annotations.NullMarked;
