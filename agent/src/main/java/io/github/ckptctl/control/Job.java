// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/** A job that has started on this JobManager: its identity, its session and its control. */
public final class Job {

    private final String id;
    private final String name;
    private final JobView master;
    private final JobCheckpoints checkpoints;

    Job(String id, String name, JobView master, JobCheckpoints checkpoints) {
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
    public JobCheckpoints checkpoints() {
        return checkpoints;
    }

    /** Returns the JobMaster's session that the job was started by. */
    public JobView master() {
        return master;
    }
}
