// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flinktests;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Runs tests of one Flink line. */
interface TestRunner {

    /**
     * Runs tests and waits for their end.
     *
     * @param name what the run is called
     * @param selected packages or unique ids
     * @param withAgent whether the agent is in their JVM
     * @throws IOException if the run did not come to its end, or the agent was not at work
     */
    Run run(String name, List<String> selected, boolean withAgent)
            throws IOException, InterruptedException;

    /**
     * What a run has brought.
     *
     * @param agent what the agent reported, null if it was not there
     */
    record Run(Results results, @Nullable AgentReport agent, long seconds) {}
}
