// SPDX-License-Identifier: Apache-2.0
/**
 * What a client sees: the MXBean interfaces, their value types, object names and notification
 * types.
 *
 * <p>Depends on the JDK alone, so that a client needs this jar and nothing else, or not even this
 * jar: all values are open types. Names in here are for good; they may be added to, not renamed.
 * Times are {@code long} epoch milliseconds, durations {@code long} milliseconds, -1 where there is
 * none; no attribute is ever null.
 */
@NullMarked
package io.github.ckptctl.mbeans;

import org.jspecify.annotations.NullMarked;
