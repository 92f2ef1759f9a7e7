// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Runner of tests of one Flink line. */
interface TestRunner {

    /**
     * Runs tests and waits for their end.
     *
     * @param name the name of the run
     * @param selected packages or unique ids
     * @param withAgent whether the agent is in their JVM
     * @throws IOException if the run did not complete, or the agent was not active
     */
    Run run(String name, List<String> selected, boolean withAgent)
            throws IOException, InterruptedException;

    /**
     * Result of a run.
     *
     * @param agent the agent's report, null if it was absent
     */
    record Run(Results results, @Nullable AgentReport agent, long seconds) {}
}
