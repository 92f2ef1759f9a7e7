/**
 * What the agent costs inside a JobManager, one class for each question; JMH runs them.
 *
 * <p>Runs in JVMs of its own, which {@code benchmarks} starts with the agent or without. A
 * benchmark is the same code in both: what differs is whether the JVM has {@code -javaagent}.
 * Depends on Flink, on the agent's hooks and on the bean's names, and knows nothing of how results
 * are shown.
 */
@NullMarked
package io.github.ckptctl.benchmarks.inside;

import org.jspecify.annotations.NullMarked;
