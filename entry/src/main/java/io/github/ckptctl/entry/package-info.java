// SPDX-License-Identifier: Apache-2.0
/**
 * The first classes of the agent and of the command that a JVM loads. They are compiled for Java 8,
 * so that an older JVM than the rest needs says so, and a JobManager starts without the agent
 * instead of ending with an UnsupportedClassVersionError. JDK only; everything else is reached by
 * its name.
 *
 * <p>Without {@code @NullMarked}, which names a kind of element that Java 8 does not know.
 */
package io.github.ckptctl.entry;
