// SPDX-License-Identifier: Apache-2.0
/**
 * The examples for the Flink Kubernetes operator, given to its own code.
 *
 * <p>A module of its own, since the operator brings another Flink. Depends on the operator alone;
 * nothing depends on it.
 */
@NullMarked
package io.github.ckptctl.containers.operator;

import org.jspecify.annotations.NullMarked;
