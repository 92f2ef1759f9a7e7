/**
 * Benchmarks of the agent's cost inside a JobManager, one class for each question, run by JMH.
 *
 * <p>Runs in JVMs of its own, which {@code benchmarks} starts with the agent or without. A
 * benchmark is the same code in both: the only difference is whether the JVM has {@code
 * -javaagent}. Depends on Flink, on the agent's hooks and on the MBeans' names, and is independent
 * of the presentation of the results.
 */
@NullMarked
package io.github.ckptctl.benchmarks.inside;

import org.jspecify.annotations.NullMarked;
