// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluation of which capability is proven on which Flink line: the claims of the tests, the
 * collection of their results, and the tables that follow from both.
 *
 * <p>Depends on the agent's capabilities and on JUnit; knows the scenarios by their annotations
 * only.
 */
package io.github.ckptctl.it.matrix;
