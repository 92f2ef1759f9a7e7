// SPDX-License-Identifier: Apache-2.0
/**
 * The agent in the configuration of a Flink distribution: put in and taken out, text for text, so
 * that comments and order stay. Depends on {@code outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.flinkhome;

import org.jspecify.annotations.NullMarked;
