// SPDX-License-Identifier: Apache-2.0
/**
 * How a command ends: its exit codes, and the failure that carries one with a sentence for whoever
 * typed it. Depends on nothing.
 */
@NullMarked
package io.github.ckptctl.cli.outcome;

import org.jspecify.annotations.NullMarked;
