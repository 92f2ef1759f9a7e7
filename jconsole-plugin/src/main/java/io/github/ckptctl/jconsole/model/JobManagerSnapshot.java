// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Snapshot of a JobManager: its agent, its jobs, and one of them in full. Immutable. */
public final class JobManagerSnapshot {

    /** Description of the agent, or of its absence. */
    public final String agent;

    /** Whether there is an agent. */
    public final boolean agentPresent;

    public final List<JobKey> jobs;

    /** The requested job, or the first if that one has left; null if there is none. */
    public final @Nullable JobSnapshot job;

    JobManagerSnapshot(
            boolean agentPresent, String agent, List<JobKey> jobs, @Nullable JobSnapshot job) {
        this.agentPresent = agentPresent;
        this.agent = agent;
        this.jobs = List.copyOf(jobs);
        this.job = job;
    }
}
