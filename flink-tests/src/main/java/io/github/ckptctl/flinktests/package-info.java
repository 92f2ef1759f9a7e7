// SPDX-License-Identifier: Apache-2.0
/**
 * Flink's own tests, run without the agent and with it, and compared test by test.
 *
 * <p>{@code FlinkTests} starts the JVMs and compares; {@code TestRun} is what runs in them, beside
 * the JUnit of the Flink line and, in one of the two, the agent. Knows the agent's hooks and bean
 * alone. Nothing depends on it; never shipped.
 */
@NullMarked
package io.github.ckptctl.flinktests;

import org.jspecify.annotations.NullMarked;
