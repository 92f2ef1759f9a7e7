// SPDX-License-Identifier: Apache-2.0
/**
 * The jar as a program: puts the agent into a JobManager that runs, and takes it out again.
 *
 * <p>Runs in a JVM of its own and talks to the other one by the attach API and JMX. Knows the
 * contract, the agent's entry and {@code control.TextSanitizer}, nothing else of the agent.
 */
@NullMarked
package io.github.ckptctl.agent.attach;

import org.jspecify.annotations.NullMarked;
