// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A test that ended differently with the agent, and how it ended each time that it was run. */
final class Deviation {

    private final String id;
    private final List<String> without = new ArrayList<>();
    private final List<String> with = new ArrayList<>();

    Deviation(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Takes how the test ended in one more pair of runs. */
    void add(Results withoutAgent, Results withAgent) {
        without.add(withoutAgent.status(id));
        with.add(withAgent.status(id));
    }

    /**
     * Tells whether the test is flaky by itself: without the agent it has ended in each way that it
     * ends with it, and it has passed with the agent if it has without.
     */
    boolean isFlaky() {
        return without.containsAll(with)
                && (with.contains(Result.SUCCESSFUL) || !without.contains(Result.SUCCESSFUL));
    }

    /** Returns the verdict, the test and how often it ended in which way. */
    @Override
    public String toString() {
        return String.format(
                "%s: %s; without the agent %s, with it %s",
                isFlaky() ? "flaky" : "DIFFERENT",
                Result.readable(id),
                counted(without),
                counted(with));
    }

    private static String counted(List<String> statuses) {
        return statuses.stream()
                .collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "x")
                .collect(Collectors.joining(", "));
    }
}
