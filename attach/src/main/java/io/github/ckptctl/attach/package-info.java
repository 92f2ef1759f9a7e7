// SPDX-License-Identifier: Apache-2.0
/**
 * The JVMs of this machine, as the JDK's attach API shows them, and a careful way into one: only
 * those of the same user unless told otherwise, and only to an MBean server that is on this machine
 * too.
 *
 * <p>For the agent's own program and the command line; neither has anything in common with the
 * other beyond it. Depends on the JDK alone.
 */
@NullMarked
package io.github.ckptctl.attach;

import org.jspecify.annotations.NullMarked;
