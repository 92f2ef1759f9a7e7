// SPDX-License-Identifier: Apache-2.0
/** Tests of the transactions of sinks: what becomes of them, and what guards them. */
@NullMarked
package io.github.ckptctl.it.transactions;

import org.jspecify.annotations.NullMarked;
