// SPDX-License-Identifier: Apache-2.0
/**
 * Outcomes of a command: its exit codes, and the failure that carries one with a message for the
 * user. Depends on no other package.
 */
@NullMarked
package io.github.ckptctl.cli.outcome;

import org.jspecify.annotations.NullMarked;
