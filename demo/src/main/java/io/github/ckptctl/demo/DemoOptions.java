// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Command-line options of the demo.
 *
 * @param version the Flink version to run on
 * @param once whether to end after the rescue
 * @param act the scenario to play
 */
record DemoOptions(String version, boolean once, Story act) {

    /** The available scenarios. */
    enum Story {
        /** Checkpoints that expire. */
        TIMEOUT,
        /** Checkpoints that wait behind records. */
        BACK_PRESSURE
    }

    static final String USAGE =
            "usage: demo/run [--once] [--flink VERSION] [--act timeout|back-pressure]";

    /**
     * Parses the command line.
     *
     * @throws IllegalArgumentException if it does not match {@link #USAGE}
     */
    static DemoOptions of(String... arguments) {
        String version = "2.3.0";
        boolean once = false;
        Story act = Story.TIMEOUT;
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String option = left.remove();
            if (option.equals("--once")) {
                once = true;
            } else if (option.equals("--flink") && !left.isEmpty()) {
                version = left.remove();
            } else if (option.equals("--act") && "timeout".equals(left.peek())) {
                left.remove();
            } else if (option.equals("--act") && "back-pressure".equals(left.peek())) {
                left.remove();
                act = Story.BACK_PRESSURE;
            } else {
                throw new IllegalArgumentException("'" + option + "' is not understood; " + USAGE);
            }
        }
        return new DemoOptions(version, once, act);
    }
}
