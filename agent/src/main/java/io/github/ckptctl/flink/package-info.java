// SPDX-License-Identifier: Apache-2.0
/**
 * All knowledge of Flink's inside: handles that are found once, by witness, and the engine over
 * them.
 *
 * <p>With {@code flink.rest} below it, and {@code agent.store} for file systems, alone in importing
 * {@code org.apache.flink}. It implements the ports that {@code control} declares and depends on
 * nothing else of the agent but {@code bootstrap}.
 */
@NullMarked
package io.github.ckptctl.flink;

import org.jspecify.annotations.NullMarked;
