// SPDX-License-Identifier: Apache-2.0
/**
 * Installation of the agent in the configuration of a Flink distribution: its option is inserted
 * and removed as text, so that comments and order do not change. Depends on {@code outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.flinkhome;

import org.jspecify.annotations.NullMarked;
