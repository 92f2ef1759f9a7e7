// SPDX-License-Identifier: Apache-2.0
/**
 * The JVMs of this machine, and a careful way into one: only those of the same user unless told
 * otherwise, and only to an MBean server that is on this machine too.
 *
 * <p>They are found among performance data, processes and token files, and looked at from outside
 * first: what one is, whether the agent is in it, what stands in the way of attaching.
 *
 * <p>For the agent's own program and the command line; neither has anything in common with the
 * other beyond it. Depends on the JDK alone.
 */
@NullMarked
package io.github.ckptctl.attach;

import org.jspecify.annotations.NullMarked;
