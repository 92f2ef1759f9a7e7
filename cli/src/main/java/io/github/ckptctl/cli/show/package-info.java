// SPDX-License-Identifier: Apache-2.0
/**
 * Output of a command: tables, JSON and YAML on standard output, messages on standard error,
 * durations and sizes in the form that users write. Depends on {@code outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.show;

import org.jspecify.annotations.NullMarked;
