// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Result of the comparison of one package on one Flink line.
 *
 * @param hookCalls number of calls of instrumented code that the agent has answered
 * @param hookErrors number of errors that the hooks have caught
 * @param deviations tests that ended differently, flaky or not
 */
record Verdict(
        String version,
        String packageName,
        Results without,
        Results with,
        long hookCalls,
        long hookErrors,
        List<Deviation> deviations) {

    /** Returns whether there were tests and the agent made no difference. */
    boolean isGood() {
        return without.tests() > 0 && different() == 0 && hookErrors == 0;
    }

    long different() {
        return deviations.size() - flaky();
    }

    long flaky() {
        return deviations.stream().filter(Deviation::isFlaky).count();
    }

    /** Returns a line on each test that deviates, or fails with the agent and without it. */
    List<String> notes() {
        Stream<String> failed =
                without.failed().stream()
                        .filter(id -> with.status(id).equals(Result.FAILED))
                        .map(id -> "fails without the agent too: " + Result.readable(id));
        return Stream.concat(failed, deviations.stream().map(Deviation::toString))
                .collect(Collectors.toList());
    }

    /** Returns the closing line. */
    @Override
    public String toString() {
        return String.format(
                "Flink %s, %s: %d tests, passed %d without the agent and %d with it;"
                        + " %d different, %d flaky, %d hook errors",
                version,
                packageName,
                without.tests(),
                without.passed(),
                with.passed(),
                different(),
                flaky(),
                hookErrors);
    }
}
