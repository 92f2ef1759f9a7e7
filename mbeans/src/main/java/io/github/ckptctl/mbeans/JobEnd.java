// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** End of a job, or of the processes that run it. */
public enum JobEnd {
    /** The processes are killed (SIGKILL), or their machine is lost. */
    KILL,
    /**
     * The JobManager is stopped in an orderly manner (SIGTERM), as by {@code systemctl stop},
     * {@code kubectl delete pod} and Flink's scripts.
     */
    SHUTDOWN,
    /** The job is cancelled. */
    CANCEL,
    /** The job fails terminally. */
    FAILURE,
    /** The job finishes. */
    FINISH
}
