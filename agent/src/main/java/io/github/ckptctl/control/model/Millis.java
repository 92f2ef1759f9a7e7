// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/**
 * Saturating arithmetic on milliseconds: a job may be submitted with a timeout or an interval so
 * great that it is effectively unlimited. For times and durations that are not negative.
 */
public final class Millis {

    private Millis() {}

    /** Returns the sum of two, {@link Long#MAX_VALUE} if it is greater than that. */
    public static long plus(long one, long other) {
        long sum = one + other;
        return one >= 0 && other >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns the duration times the count, {@link Long#MAX_VALUE} if it is greater than that. */
    public static long times(long millis, long count) {
        return count > 0 && millis > Long.MAX_VALUE / count ? Long.MAX_VALUE : millis * count;
    }
}
