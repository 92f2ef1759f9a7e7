// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** System properties of a JVM by which a program that attaches to it finds the agent there. */
public final class AgentProperties {

    /** The version of the agent that runs in the JVM; not set while none does. */
    public static final String VERSION = "ckptctl.agent.version";

    /** Why the agent failed to start; not set if it has not. */
    public static final String FAILURE = "ckptctl.agent.failure";

    private AgentProperties() {}
}
