// SPDX-License-Identifier: Apache-2.0
/** Services that change a job or its checkpoints, one for each kind of operation. */
@NullMarked
package io.github.ckptctl.control.operation;

import org.jspecify.annotations.NullMarked;
