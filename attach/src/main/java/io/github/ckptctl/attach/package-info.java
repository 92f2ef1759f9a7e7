// SPDX-License-Identifier: Apache-2.0
/**
 * JVMs of this machine, and safe ways to attach to one: only those of the same user unless
 * requested otherwise, and only to an MBean server that is on this machine too.
 *
 * <p>They are found by performance data, processes and token files, and first examined from
 * outside: the kind of a JVM, whether the agent is in it, obstacles to attaching.
 *
 * <p>Used by the agent's own program and the command line; they share no other code. Depends on the
 * JDK alone.
 */
@NullMarked
package io.github.ckptctl.attach;

import org.jspecify.annotations.NullMarked;
