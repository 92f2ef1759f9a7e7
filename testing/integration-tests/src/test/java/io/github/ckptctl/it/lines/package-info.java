// SPDX-License-Identifier: Apache-2.0
/** What differs between the lines of Flink. */
@NullMarked
package io.github.ckptctl.it.lines;

import org.jspecify.annotations.NullMarked;
