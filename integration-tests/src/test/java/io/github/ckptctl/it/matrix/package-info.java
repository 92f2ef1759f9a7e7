// SPDX-License-Identifier: Apache-2.0
/**
 * Which capability is proven on which Flink line: what tests claim, how their results are gathered,
 * and the tables that follow from both.
 *
 * <p>Depends on the agent's capabilities and on JUnit; knows the scenarios by their annotations
 * only.
 */
package io.github.ckptctl.it.matrix;
