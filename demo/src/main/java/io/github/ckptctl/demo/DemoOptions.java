// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the demo is told on its command line.
 *
 * @param version the Flink version to run on
 * @param once whether to end after the rescue
 */
record DemoOptions(String version, boolean once) {

    static final String USAGE = "usage: demo/run [--once] [--flink VERSION]";

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not as in {@link #USAGE}
     */
    static DemoOptions of(String... arguments) {
        String version = "2.3.0";
        boolean once = false;
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String option = left.remove();
            if (option.equals("--once")) {
                once = true;
            } else if (option.equals("--flink") && !left.isEmpty()) {
                version = left.remove();
            } else {
                throw new IllegalArgumentException("'" + option + "' is not understood; " + USAGE);
            }
        }
        return new DemoOptions(version, once);
    }
}
