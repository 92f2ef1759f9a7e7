// SPDX-License-Identifier: Apache-2.0
/** The command {@code ckptctl}: {@code Main} puts the verbs together. Nothing depends on it. */
@NullMarked
package io.github.ckptctl.cli;

import org.jspecify.annotations.NullMarked;
