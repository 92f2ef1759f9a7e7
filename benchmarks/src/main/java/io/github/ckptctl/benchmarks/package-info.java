// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: what the settings that an operator can change do to a job, and what the agent costs,
 * in figures from real clusters and from inside a JobManager. Each has a script in {@code
 * benchmarks}; those that have goals are a {@link io.github.ckptctl.benchmarks.Group} of {@link
 * io.github.ckptctl.benchmarks.Run}, which writes them to one page.
 *
 * <p>Depends on {@code flink-cluster} and {@code mbeans}, and runs {@code inside} with JMH; changes
 * settings over JMX. Never shipped.
 */
@NullMarked
package io.github.ckptctl.benchmarks;

import org.jspecify.annotations.NullMarked;
