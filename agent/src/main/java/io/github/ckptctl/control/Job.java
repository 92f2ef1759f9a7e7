// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.JobMasterSession;

/** Job that has started on this JobManager: its identity, its session and its control. */
public final class Job {

    private final String id;
    private final String name;
    private final JobMasterSession master;
    private final JobCheckpointControl checkpoints;

    Job(String id, String name, JobMasterSession master, JobCheckpointControl checkpoints) {
        this.id = id;
        this.name = name;
        this.master = master;
        this.checkpoints = checkpoints;
    }

    /** Returns the job's id, 32 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Returns the job's exact name. */
    public String name() {
        return name;
    }

    /** Returns Flink's status of the job. */
    public String status() {
        return master.status();
    }

    /** Returns the job's checkpoint control. */
    public JobCheckpointControl checkpoints() {
        return checkpoints;
    }

    /** Returns the session of the JobMaster that started the job. */
    public JobMasterSession master() {
        return master;
    }
}
