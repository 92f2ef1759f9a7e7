// SPDX-License-Identifier: Apache-2.0
/**
 * A second agent that breaks the first one, or a class of Flink's, on purpose. It runs inside a
 * JobManager, from a jar that is created when a test requests it; depends on the JDK and Byte Buddy
 * alone. Not below {@code io.github.ckptctl}, whose classes the agent takes from its own jar only.
 */
@org.jspecify.annotations.NullMarked
package sabotage;
