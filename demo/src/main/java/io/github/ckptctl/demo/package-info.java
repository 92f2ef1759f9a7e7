// SPDX-License-Identifier: Apache-2.0
/**
 * The demo: a job whose checkpoints expire one after another, and the rescue while it runs.
 *
 * <p>Depends on {@code flink-cluster} and {@code mbeans}; reaches the agent as an operator does,
 * with curl over HTTP, and watches it over JMX. Never shipped.
 */
@NullMarked
package io.github.ckptctl.demo;

import org.jspecify.annotations.NullMarked;
