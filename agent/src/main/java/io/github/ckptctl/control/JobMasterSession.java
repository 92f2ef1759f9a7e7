// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/** One JobMaster session of a job, as far as the domain looks at it. */
public interface JobMasterSession {

    /** Returns Flink's status of the job, {@code UNKNOWN} where it cannot be told. Never waits. */
    String status();

    /** Tells whether both stand for the same session. */
    boolean isSame(JobMasterSession other);
}
