// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.Capability;

import java.util.Map;
import java.util.Set;

/** Constant facts about the agent and its Flink. Immutable. */
public final class AgentInfo {

    private final String version;
    private final String flinkVersion;
    private final String startedBy;
    private final Map<Capability, Set<String>> missing;
    private final Set<Capability> absent;

    /**
     * @param startedBy {@code PREMAIN} or {@code ATTACH}
     * @param missing the capabilities that are off, each with the reasons
     * @param absent those of them for which this Flink has no equivalent
     */
    public AgentInfo(
            String version,
            String flinkVersion,
            String startedBy,
            Map<Capability, Set<String>> missing,
            Set<Capability> absent) {
        this.version = version;
        this.flinkVersion = flinkVersion;
        this.startedBy = startedBy;
        this.missing = Map.copyOf(missing);
        this.absent = Set.copyOf(absent);
    }

    /** Returns the agent's version. */
    public String version() {
        return version;
    }

    /** Returns Flink's version. */
    public String flinkVersion() {
        return flinkVersion;
    }

    String startedBy() {
        return startedBy;
    }

    Map<Capability, Set<String>> missing() {
        return missing;
    }

    Set<Capability> absent() {
        return absent;
    }
}
