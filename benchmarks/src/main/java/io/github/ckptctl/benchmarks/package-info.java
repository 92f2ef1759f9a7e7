// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: what the settings that an operator can change do to a job, and what the agent costs,
 * in figures from real clusters. Each has a script in {@code benchmarks}.
 *
 * <p>Depends on {@code flink-cluster} and {@code mbeans}; changes settings over JMX. Never shipped.
 */
@NullMarked
package io.github.ckptctl.benchmarks;

import org.jspecify.annotations.NullMarked;
