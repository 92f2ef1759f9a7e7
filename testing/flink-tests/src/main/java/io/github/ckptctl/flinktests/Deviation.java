// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A test that ended differently with the agent, and the outcome of each of its runs. */
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

    /** Adds the outcomes of the test in one more pair of runs. */
    void add(Results withoutAgent, Results withAgent) {
        without.add(withoutAgent.status(id));
        with.add(withAgent.status(id));
    }

    /**
     * Returns whether the test is flaky on its own: without the agent it has ended in each way that
     * it ends with it, and it has passed with the agent if it has without.
     */
    boolean isFlaky() {
        return without.containsAll(with)
                && (with.contains(Result.SUCCESSFUL) || !without.contains(Result.SUCCESSFUL));
    }

    /** Returns the verdict, the test and the number of runs with each outcome. */
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
