// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A Flink version on a Java version; ordered from the newest.
 *
 * @param flink a released version, for example {@code 2.3.0}
 * @param java the feature release of the clusters' JDK
 */
record Line(String flink, int java) implements Comparable<Line> {

    private static final Comparator<Line> ORDER =
            Comparator.comparing(Line::numbers, Arrays::compare)
                    .reversed()
                    .thenComparing(Line::java);

    private int[] numbers() {
        return Arrays.stream(flink.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public int compareTo(Line other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return flink + " on Java " + java;
    }
}
