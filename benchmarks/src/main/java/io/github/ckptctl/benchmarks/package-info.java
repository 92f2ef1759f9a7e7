// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: what the settings that an operator can change do to a job, in figures.
 *
 * <p>Depends on {@code flink-cluster} and {@code mbeans}; changes the settings over JMX, of one job
 * that is never submitted again. Never shipped.
 */
@NullMarked
package io.github.ckptctl.benchmarks;

import org.jspecify.annotations.NullMarked;
