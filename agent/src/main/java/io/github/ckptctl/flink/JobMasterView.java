// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.JobView;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;

/** A JobMaster, held weakly. */
final class JobMasterView implements JobView {

    private final WeakReference<Object> jobMaster;
    private final FieldHandle<@Nullable SchedulerNG> scheduler;
    private final String jobId;
    private final String jobName;

    JobMasterView(Object jobMaster, FlinkParts parts) {
        this.jobMaster = new WeakReference<>(jobMaster);
        this.scheduler = parts.scheduler;
        Object job = parts.jobOfMaster.get(jobMaster);
        this.jobId = told(job, "getJobID");
        this.jobName = told(job, "getName");
    }

    String jobId() {
        return jobId;
    }

    String jobName() {
        return jobName;
    }

    @Override
    public String status() {
        Object present = jobMaster.get();
        @Nullable SchedulerNG current = present == null ? null : scheduler.get(present);
        // reads one volatile field in either scheduler (1.18.1 to 2.3.0), on any thread
        return current == null ? "UNKNOWN" : current.requestJobStatus().name();
    }

    @Override
    public boolean isSame(JobView other) {
        return other instanceof JobMasterView
                && ((JobMasterView) other).jobMaster.get() == jobMaster.get();
    }

    /**
     * Asks a JobGraph (1.x) or an ExecutionPlan (2.x, of which there are several) by reflection.
     */
    private static String told(Object job, String getter) {
        try {
            return String.valueOf(job.getClass().getMethod(getter).invoke(job));
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("the job does not tell its " + getter, e);
        }
    }
}
