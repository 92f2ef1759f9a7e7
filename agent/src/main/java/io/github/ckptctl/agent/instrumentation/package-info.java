// SPDX-License-Identifier: Apache-2.0
/**
 * Instrumentation of Flink: one small class for each {@link
 * io.github.ckptctl.flink.InstrumentedType}, with a matcher and advices of one statement.
 *
 * <p>The only package that imports Byte Buddy. It changes method bodies and nothing else, so that
 * loaded classes can be instrumented and restored. The hooks that the advices call are in {@code
 * bootstrap}.
 */
@NullMarked
package io.github.ckptctl.agent.instrumentation;

import org.jspecify.annotations.NullMarked;
