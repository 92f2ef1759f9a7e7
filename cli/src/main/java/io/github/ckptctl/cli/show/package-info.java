// SPDX-License-Identifier: Apache-2.0
/**
 * What a command shows: tables, JSON and YAML on standard output, words on standard error,
 * durations and sizes as people write them. Depends on {@code outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.show;

import org.jspecify.annotations.NullMarked;
