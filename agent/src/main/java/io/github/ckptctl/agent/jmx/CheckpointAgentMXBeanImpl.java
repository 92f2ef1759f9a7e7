// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.JobEntry;
import io.github.ckptctl.mbeans.MissingCapability;
import io.github.ckptctl.mbeans.OtherDoor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** MXBean of the agent itself: translates and delegates. */
final class CheckpointAgentMXBeanImpl implements CheckpointAgentMXBean {

    private final AgentInfo facts;
    private final AgentControl state;
    private final JobMBeanExporter jobs;

    CheckpointAgentMXBeanImpl(AgentInfo facts, AgentControl state, JobMBeanExporter jobs) {
        this.facts = facts;
        this.state = state;
        this.jobs = jobs;
    }

    @Override
    public String getVersion() {
        return facts.version();
    }

    @Override
    public String getFlinkVersion() {
        return facts.flinkVersion();
    }

    @Override
    public boolean isFlinkSupported() {
        return facts.absent().containsAll(missing().keySet());
    }

    @Override
    public String getStartedBy() {
        return facts.startedBy();
    }

    @Override
    public String[] getCapabilities() {
        Map<Capability, Set<String>> missing = missing();
        return Arrays.stream(Capability.values())
                .filter(capability -> !missing.containsKey(capability))
                .map(Capability::name)
                .sorted()
                .toArray(String[]::new);
    }

    @Override
    public MissingCapability[] getMissingCapabilities() {
        return missing().entrySet().stream()
                .map(
                        entry ->
                                new MissingCapability(
                                        entry.getKey().name(),
                                        String.join("; ", entry.getValue()),
                                        facts.absent().contains(entry.getKey())))
                .toArray(MissingCapability[]::new);
    }

    /** Returns the capabilities that were not found at the start, and those found missing since. */
    private Map<Capability, Set<String>> missing() {
        Map<Capability, Set<String>> missing = new EnumMap<>(Capability.class);
        missing.putAll(facts.missing());
        Set<String> displaced = state.displacedRoutes();
        if (!displaced.isEmpty()) {
            missing.put(Capability.REST_ROUTES, displaced);
        }
        return missing;
    }

    @Override
    public JobEntry[] getJobs() {
        return jobs.entries();
    }

    @Override
    public long getHookErrors() {
        return state.hookErrors();
    }

    @Override
    public String getLastHookError() {
        return state.lastHookError();
    }

    @Override
    public long getReadErrors() {
        return jobs.readErrors().count();
    }

    @Override
    public String getLastReadError() {
        return jobs.readErrors().last();
    }

    @Override
    public String getJolokiaUrl() {
        return state.jolokiaUrl();
    }

    @Override
    public String getConsoleUrl() {
        return state.consoleUrl();
    }

    @Override
    public OtherDoor[] getOtherDoors() {
        return state.otherDoors().toArray(new OtherDoor[0]);
    }

    @Override
    public String getPersistenceLocation() {
        return state.persistenceLocation();
    }

    @Override
    public String getPersistenceCluster() {
        return state.persistenceCluster();
    }

    @Override
    public String getPersistenceProblem() {
        return state.persistenceProblem();
    }

    @Override
    public void detach() {
        state.detach();
    }
}
