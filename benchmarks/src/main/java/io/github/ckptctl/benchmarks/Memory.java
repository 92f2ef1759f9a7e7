// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/**
 * Memory in use by a JVM, in bytes.
 *
 * @param heap used, of all generations
 * @param metaspace used, that of compressed class pointers included
 */
record Memory(long heap, long metaspace) {

    private static final int KIB = 1 << 10;

    /** Parses the output of {@code jstat -gc}: names, and below them numbers in KiB. */
    static Memory of(String jstat) throws IOException {
        List<String> lines = jstat.lines().toList();
        if (lines.size() != 2) {
            throw new IOException("jstat says " + jstat);
        }
        Scanner names = new Scanner(lines.get(0));
        Scanner numbers = new Scanner(lines.get(1));
        Map<String, Double> kib = new HashMap<>();
        while (names.hasNext()) {
            String number = numbers.next();
            // a dash marks a value that a collector does not have
            kib.put(names.next(), number.equals("-") ? 0 : Double.parseDouble(number));
        }
        double heap = 0;
        for (String generation : List.of("S0U", "S1U", "EU", "OU")) {
            heap += kib.getOrDefault(generation, 0.0);
        }
        return new Memory((long) (heap * KIB), (long) (kib.getOrDefault("MU", 0.0) * KIB));
    }
}
