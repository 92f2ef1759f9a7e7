// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.engine;

/** JobMaster session of a job, as far as the domain uses it. */
public interface JobMasterSession {

    /**
     * Returns Flink's status of the job, {@code UNKNOWN} where it cannot be determined. Never
     * waits.
     */
    String status();

    /** Returns whether both represent the same session. */
    boolean isSame(JobMasterSession other);
}
