// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** A way in which a job ends, or the processes that run it. */
public enum JobEnd {
    /** The processes are killed (SIGKILL), or their machine is lost. */
    KILL,
    /**
     * The JobManager is stopped in an orderly manner (SIGTERM), as {@code systemctl stop}, {@code
     * kubectl delete pod} and Flink's scripts do.
     */
    SHUTDOWN,
    /** The job is cancelled. */
    CANCEL,
    /** The job fails for good. */
    FAILURE,
    /** The job finishes. */
    FINISH
}
