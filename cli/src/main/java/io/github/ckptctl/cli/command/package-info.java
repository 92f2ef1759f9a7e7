// SPDX-License-Identifier: Apache-2.0
/**
 * Verbs of the command line, one class each, and their base classes. May depend on all packages but
 * the root.
 */
@NullMarked
package io.github.ckptctl.cli.command;

import org.jspecify.annotations.NullMarked;
