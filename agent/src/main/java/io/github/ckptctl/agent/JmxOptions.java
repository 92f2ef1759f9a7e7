// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.jmx.JmxAccess;

import java.util.ArrayList;
import java.util.List;

/** Options of the beans over plain JMX. */
final class JmxOptions {

    static final String CHANGES = "jmx.changes";

    private JmxOptions() {}

    /**
     * Returns the access that callers over plain JMX have. Where the option that closes changes may
     * have been lost, they are closed, unless another source states that they are open.
     *
     * @param ignored options of a second start of the agent in this JVM, empty for none
     */
    static JmxAccess access(AgentOptions options, String ignored) {
        List<String> lost = new ArrayList<>(options.lostOfJmx());
        if (ignored.contains(CHANGES) || ignored.contains("config=")) {
            lost.add("the agent was started a second time, with other options: " + ignored);
        }
        if (!options.opens(CHANGES)) {
            return JmxAccess.readOnly(CHANGES + "=false");
        }
        return lost.isEmpty() || options.isGiven(CHANGES)
                ? JmxAccess.OPEN
                : JmxAccess.readOnly(
                        CHANGES + "=false may have been lost: " + String.join("; ", lost));
    }
}
