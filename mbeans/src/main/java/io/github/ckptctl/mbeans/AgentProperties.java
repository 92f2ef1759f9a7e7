// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** System properties of a JVM by which an attaching process detects the agent. */
public final class AgentProperties {

    /** Version of the agent that runs in the JVM; not set while no agent runs. */
    public static final String VERSION = "ckptctl.agent.version";

    /** Reason why the agent failed to start; not set if it has not failed. */
    public static final String FAILURE = "ckptctl.agent.failure";

    private AgentProperties() {}
}
