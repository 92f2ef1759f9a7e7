// SPDX-License-Identifier: Apache-2.0
/**
 * Program of the jar: attaches the agent to a running JobManager, and detaches it again.
 *
 * <p>Runs in a JVM of its own and communicates with the other one through the attach API and JMX.
 * Depends on the contract, the agent's entry point and {@code control.model.TextSanitizer}, nothing
 * else of the agent.
 */
@NullMarked
package io.github.ckptctl.agent.attach;

import org.jspecify.annotations.NullMarked;
