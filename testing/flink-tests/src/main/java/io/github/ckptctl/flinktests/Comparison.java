// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Comparison of the tests of one Flink line, without the agent and with it.
 *
 * <p>Tests that end differently are run again, alone, in both ways, until they have proved flaky or
 * there were {@value #ROUNDS} rounds. Any other is a difference, even if it never recurred.
 */
final class Comparison {

    static final int ROUNDS = 5;

    private final String version;
    private final TestRunner tests;
    private final PrintStream out;

    Comparison(String version, TestRunner tests, PrintStream out) {
        this.version = version;
        this.tests = tests;
        this.out = out;
    }

    /**
     * Runs the tests of a package and compares.
     *
     * @throws IOException if a run did not complete, or the agent was not active
     */
    Verdict of(String packageName) throws IOException, InterruptedException {
        out.printf("Flink %s, %s%n", version, packageName);
        TestRunner.Run without = tests.run("without", List.of(packageName), false);
        say("without the agent", without);
        TestRunner.Run with = tests.run("with", List.of(packageName), true);
        say("with the agent", with);
        AgentReport agent = agentIn(with);
        sayError(agent);
        out.printf(
                "  the agent: Flink %s, %s; %d calls of hooks: %s%n",
                agent.flinkVersion(), agent.capabilities(), agent.calls(), agent.callsByName());
        if (agent.calls() == 0) {
            throw new IOException("no woven code has called the agent");
        }

        List<Deviation> deviations =
                without.results().differences(with.results()).stream()
                        .map(Deviation::new)
                        .collect(Collectors.toList());
        deviations.forEach(deviation -> deviation.add(without.results(), with.results()));
        long hookErrors = agent.hookErrors() + runAgain(deviations);
        Verdict verdict =
                new Verdict(
                        version,
                        packageName,
                        without.results(),
                        with.results(),
                        agent.calls(),
                        hookErrors,
                        deviations);
        verdict.notes().forEach(note -> out.println("  " + note));
        return verdict;
    }

    /** Adds rounds to deviations and returns the number of hook errors in them. */
    private long runAgain(List<Deviation> deviations) throws IOException, InterruptedException {
        long hookErrors = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<Deviation> unexplained =
                    deviations.stream()
                            .filter(deviation -> !deviation.isFlaky())
                            .collect(Collectors.toList());
            if (unexplained.isEmpty()) {
                break;
            }
            List<String> ids = unexplained.stream().map(Deviation::id).collect(Collectors.toList());
            TestRunner.Run without = tests.run("without-again-" + round, ids, false);
            TestRunner.Run with = tests.run("with-again-" + round, ids, true);
            unexplained.forEach(deviation -> deviation.add(without.results(), with.results()));
            sayError(agentIn(with));
            hookErrors += agentIn(with).hookErrors();
        }
        return hookErrors;
    }

    private void say(String how, TestRunner.Run run) {
        out.printf(
                "  %s: %d tests, %d passed, %d s%n",
                how, run.results().tests(), run.results().passed(), run.seconds());
    }

    private void sayError(AgentReport agent) {
        if (agent.hookErrors() > 0) {
            out.println("  the last hook error: " + agent.lastHookError());
        }
    }

    private static AgentReport agentIn(TestRunner.Run run) {
        return Objects.requireNonNull(run.agent(), "the agent's report");
    }
}
