// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Values of one quantity, as a table shows them: the median, and the range where it is wide. */
final class Sample {

    private final long[] sorted;

    Sample(LongStream values) {
        this.sorted = values.sorted().toArray();
    }

    int size() {
        return sorted.length;
    }

    /** Returns the middle value, the lower one of two; -1 if there is none. */
    long median() {
        return sorted.length == 0 ? -1 : sorted[(sorted.length - 1) / 2];
    }

    /** Returns the least value; -1 if there is none. */
    long least() {
        return sorted.length == 0 ? -1 : sorted[0];
    }

    /** Returns the greatest value; -1 if there is none. */
    long greatest() {
        return sorted.length == 0 ? -1 : sorted[sorted.length - 1];
    }

    /** Returns the median, and the least and greatest value if their text differs. */
    String text(LongFunction<String> unit) {
        if (sorted.length == 0) {
            return "none";
        }
        String least = unit.apply(least());
        String greatest = unit.apply(greatest());
        String middle = unit.apply(median());
        return least.equals(greatest) ? middle : middle + " (" + least + " – " + greatest + ")";
    }

    /** Returns the least and the greatest value of the middle half. */
    String middleHalf(LongFunction<String> unit) {
        int outside = sorted.length / 4;
        return unit.apply(sorted[outside])
                + " – "
                + unit.apply(sorted[sorted.length - 1 - outside]);
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
