// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of the effect of the changeable settings on a job, and of the agent's cost, with
 * figures from real clusters and from inside a JobManager. Each has a script in {@code benchmarks};
 * those that have goals are a {@link io.github.ckptctl.benchmarks.Group} of {@link
 * io.github.ckptctl.benchmarks.Run}, which writes them to one page.
 *
 * <p>Depends on {@code flink-cluster} and {@code mbeans}, and runs {@code inside} with JMH; changes
 * settings over JMX. Never shipped.
 */
@NullMarked
package io.github.ckptctl.benchmarks;

import org.jspecify.annotations.NullMarked;
