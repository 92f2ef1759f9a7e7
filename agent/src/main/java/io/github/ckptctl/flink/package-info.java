// SPDX-License-Identifier: Apache-2.0
/**
 * Access to Flink's internals: members that are looked up once, by their presence and not by a
 * version, and the engine over them.
 *
 * <p>With {@code flink.rest} below it, and {@code agent.store} for file systems, the only package
 * that imports {@code org.apache.flink}. It implements the ports that {@code control} declares and
 * depends on nothing else of the agent but {@code bootstrap}.
 */
@NullMarked
package io.github.ckptctl.flink;

import org.jspecify.annotations.NullMarked;
