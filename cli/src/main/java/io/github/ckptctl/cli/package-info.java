// SPDX-License-Identifier: Apache-2.0
/** Command {@code ckptctl}: {@code Main} combines the verbs. No other package depends on it. */
@NullMarked
package io.github.ckptctl.cli;

import org.jspecify.annotations.NullMarked;
