// SPDX-License-Identifier: Apache-2.0
/** The test clusters themselves. */
@NullMarked
package io.github.ckptctl.it.cluster;

import org.jspecify.annotations.NullMarked;
