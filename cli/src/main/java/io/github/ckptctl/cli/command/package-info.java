// SPDX-License-Identifier: Apache-2.0
/**
 * One class for each verb of the command line; what they have in common is above them. May depend
 * on all packages but the root.
 */
@NullMarked
package io.github.ckptctl.cli.command;

import org.jspecify.annotations.NullMarked;
