// SPDX-License-Identifier: Apache-2.0
/**
 * Runner of Flink's own tests without the agent and with it, compared test by test.
 *
 * <p>{@code FlinkTests} starts the JVMs and compares; {@code TestRun} runs in them, beside the
 * JUnit of the Flink line and, in one of the two, the agent. Depends only on the agent's hooks and
 * MBean. Nothing depends on it; never shipped.
 */
@NullMarked
package io.github.ckptctl.flinktests;

import org.jspecify.annotations.NullMarked;
