// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Some values of one quantity, as a table shows them: the median, and the range where it is wide.
 */
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

    /** Returns the median, and the least and greatest value where they look different. */
    String text(LongFunction<String> unit) {
        if (sorted.length == 0) {
            return "none";
        }
        String least = unit.apply(sorted[0]);
        String greatest = unit.apply(sorted[sorted.length - 1]);
        String middle = unit.apply(median());
        return least.equals(greatest) ? middle : middle + " (" + least + " – " + greatest + ")";
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
