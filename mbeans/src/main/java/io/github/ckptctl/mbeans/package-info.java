// SPDX-License-Identifier: Apache-2.0
/**
 * Contract with clients: the MXBean interfaces, their value types, object names and notification
 * types.
 *
 * <p>Depends on the JDK alone, so that a client needs only this jar, or not even this jar: all
 * values are open types. The names are permanent; they may be added to, not renamed. Times are
 * {@code long} epoch milliseconds, durations {@code long} milliseconds, -1 for none; no attribute
 * is ever null.
 */
@NullMarked
package io.github.ckptctl.mbeans;

import org.jspecify.annotations.NullMarked;
