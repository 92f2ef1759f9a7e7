// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All jobs of this JobManager.
 *
 * <p>A coordinator appears before its JobMaster has started (it is made in the JobMaster's
 * constructor, which may still fail), so a job is known in two steps: {@link #of} gives a
 * coordinator its control, which is held here only weakly; {@link #started} makes it a job that
 * others see. What never starts is collected with its coordinator.
 *
 * <p>Called by Flink's threads; takes no lock but the maps' own.
 */
public final class JobRegister {

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<JobCheckpoints>> notStarted = new ConcurrentHashMap<>();
    private final Factory factory;
    private final Listener listener;

    /**
     * @param factory makes the control of a job
     * @param listener hears of jobs that start and end, in order for each job
     */
    public JobRegister(Factory factory, Listener listener) {
        this.factory = factory;
        this.listener = listener;
    }

    /** Returns the control of a job: the one of the started job, else one yet to be started. */
    public JobCheckpoints of(String jobId) {
        Job job = jobs.get(jobId);
        return job != null ? job.checkpoints() : yetToStart(jobId);
    }

    /** Returns the control of a job that is known, started or not. */
    public @Nullable JobCheckpoints find(String jobId) {
        Job job = jobs.get(jobId);
        if (job != null) {
            return job.checkpoints();
        }
        WeakReference<JobCheckpoints> reference = notStarted.get(jobId);
        return reference == null ? null : reference.get();
    }

    /**
     * Makes a job visible. Harmless when it is already.
     *
     * @param master stands for the JobMaster's session; {@link #gone} must name the same one
     */
    public void started(String jobId, String jobName, JobView master) {
        Job known = jobs.get(jobId);
        if (known != null && known.master().isSame(master)) {
            return;
        }
        if (known != null) {
            gone(jobId, known.master(), false);
        }
        Job job = new Job(jobId, jobName, master, yetToStart(jobId));
        notStarted.remove(jobId);
        jobs.put(jobId, job);
        listener.started(job);
    }

    /**
     * Takes a job away, unless another session of it has started meanwhile.
     *
     * @param over whether the job is over for good, and not only here
     */
    public void gone(String jobId, JobView master, boolean over) {
        Job job = jobs.get(jobId);
        if (job != null && job.master().isSame(master) && jobs.remove(jobId, job)) {
            listener.gone(job);
            job.checkpoints().end(over);
        }
    }

    /** Takes all jobs away. */
    public void clear() {
        for (Job job : List.copyOf(jobs.values())) {
            gone(job.id(), job.master(), false);
        }
    }

    /** Returns a started job. */
    public @Nullable Job job(String jobId) {
        return jobs.get(jobId);
    }

    /** Returns the started jobs. */
    public Collection<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    private JobCheckpoints yetToStart(String jobId) {
        notStarted.values().removeIf(reference -> reference.get() == null);
        JobCheckpoints[] result = new JobCheckpoints[1];
        notStarted.compute(
                jobId,
                (id, reference) -> {
                    @Nullable JobCheckpoints known = reference == null ? null : reference.get();
                    result[0] = known != null ? known : factory.create(id);
                    return known != null ? reference : new WeakReference<>(result[0]);
                });
        return result[0];
    }

    /** Makes the control of a job. */
    @FunctionalInterface
    public interface Factory {
        /** Returns a new control. */
        JobCheckpoints create(String jobId);
    }

    /** Hears of jobs that start and end. */
    public interface Listener {
        /** A job is there. */
        void started(Job job);

        /** A job has left; its control ends after this call. */
        void gone(Job job);
    }
}
