// SPDX-License-Identifier: Apache-2.0
/**
 * Adapter between the domain's records and storage: their JSON form, and files in any Flink file
 * system.
 *
 * <p>Implements a port of {@code control} and depends on that, on Flink's file systems, on {@code
 * agent.json} and on a JSON library; used by the assembly only.
 */
@NullMarked
package io.github.ckptctl.agent.store;

import org.jspecify.annotations.NullMarked;
