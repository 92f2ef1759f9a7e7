// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A JobManager as it was read: its agent, its jobs, and one of them in full. Does not change. */
public final class JobManagerSnapshot {

    /** What the agent is, or that there is none. */
    public final String agent;

    /** Whether there is an agent. */
    public final boolean agentPresent;

    public final List<JobKey> jobs;

    /** The job that was asked for, or the first if that one is gone; null if there is none. */
    public final @Nullable JobSnapshot job;

    JobManagerSnapshot(
            boolean agentPresent, String agent, List<JobKey> jobs, @Nullable JobSnapshot job) {
        this.agentPresent = agentPresent;
        this.agent = agent;
        this.jobs = List.copyOf(jobs);
        this.job = job;
    }
}
