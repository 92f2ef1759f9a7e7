// SPDX-License-Identifier: Apache-2.0
/**
 * Execution of changes: one at a time, recorded in the history, persisted; and the port to the
 * store, implemented by {@code agent.store}.
 */
@NullMarked
package io.github.ckptctl.control.change;

import org.jspecify.annotations.NullMarked;
