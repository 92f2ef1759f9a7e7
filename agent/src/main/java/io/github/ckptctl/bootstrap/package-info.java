// SPDX-License-Identifier: Apache-2.0
/**
 * Code that runs inside Flink's own call stack: static entry points for instrumented code.
 *
 * <p>Nothing here throws, blocks or waits. Signatures use JDK types only, because they are linked
 * from Flink's classes. Loaded by the system class loader, unlike the rest of the agent, and
 * depends only on the JDK. Delegates to the handlers that the assembly installs: one for
 * checkpointing, one for Flink's REST port.
 */
@NullMarked
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.NullMarked;
