// SPDX-License-Identifier: Apache-2.0
/**
 * First classes of the agent and of the command that a JVM loads. They are compiled for Java 8, so
 * that a JVM older than required reports it, and a JobManager starts without the agent instead of
 * ending with an UnsupportedClassVersionError. Depends on the JDK alone; all other classes are
 * accessed by name.
 *
 * <p>Without {@code @NullMarked}, which refers to a kind of element that Java 8 does not support.
 */
package io.github.ckptctl.entry;
