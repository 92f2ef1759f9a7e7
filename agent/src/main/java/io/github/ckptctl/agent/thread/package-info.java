// SPDX-License-Identifier: Apache-2.0
/**
 * Creation of the agent's threads. Depends on the JDK and SLF4J alone, and is used by every part
 * that needs a thread.
 */
@NullMarked
package io.github.ckptctl.agent.thread;

import org.jspecify.annotations.NullMarked;
