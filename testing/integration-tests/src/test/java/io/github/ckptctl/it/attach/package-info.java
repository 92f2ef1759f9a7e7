// SPDX-License-Identifier: Apache-2.0
/** Attaching, detaching, and JVMs that are left alone. */
@NullMarked
package io.github.ckptctl.it.attach;

import org.jspecify.annotations.NullMarked;
