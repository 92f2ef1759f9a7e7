// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/**
 * Arithmetic on milliseconds that ends at the greatest number instead of behind it: a job may be
 * submitted with a timeout or an interval that is as good as none. For times and durations that are
 * not negative.
 */
public final class Millis {

    private Millis() {}

    /** Returns the sum of two, {@link Long#MAX_VALUE} if it is greater than that. */
    public static long plus(long one, long other) {
        long sum = one + other;
        return one >= 0 && other >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns so many times a duration, {@link Long#MAX_VALUE} if it is greater than that. */
    public static long times(long millis, long count) {
        return count > 0 && millis > Long.MAX_VALUE / count ? Long.MAX_VALUE : millis * count;
    }
}
