// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.engine.JobMasterSession;
import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Registry of all jobs of this JobManager.
 *
 * <p>A coordinator appears before its JobMaster has started (it is created in the JobMaster's
 * constructor, which may still fail), so a job becomes known in two steps: {@link #of} gives a
 * coordinator its control, to which only a weak reference is held here; {@link #started} makes it a
 * job that others see. A job that never starts is collected with its coordinator.
 *
 * <p>Called by Flink's threads; takes no lock but the maps' own, {@link #detach} excepted.
 */
public final class JobRegistry {

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<JobCheckpointControl>> notStarted =
            new ConcurrentHashMap<>();
    private final Factory factory;
    private final Listener listener;

    /** Set before the jobs are released: a job that comes from then on is released as it comes. */
    private volatile boolean detaching;

    /**
     * @param factory makes the control of a job
     * @param listener is notified of jobs that start and end, in order for each job
     */
    public JobRegistry(Factory factory, Listener listener) {
        this.factory = factory;
        this.listener = listener;
    }

    /** Returns the control of a job: the one of the started job, else one yet to be started. */
    public JobCheckpointControl of(String jobId) {
        Job job = jobs.get(jobId);
        return job != null ? job.checkpoints() : yetToStart(jobId);
    }

    /** Returns the control of a job that is known, started or not. */
    public @Nullable JobCheckpointControl find(String jobId) {
        Job job = jobs.get(jobId);
        if (job != null) {
            return job.checkpoints();
        }
        WeakReference<JobCheckpointControl> reference = notStarted.get(jobId);
        @Nullable JobCheckpointControl early = reference == null ? null : reference.get();
        // it may have started between the two looks
        Job started = early == null ? jobs.get(jobId) : null;
        return started == null ? early : started.checkpoints();
    }

    /**
     * Makes a job visible. No effect if it is visible already, or if all jobs have been released.
     *
     * @param master represents the JobMaster's session; {@link #gone} must name the same one
     */
    public void started(String jobId, String jobName, JobMasterSession master) {
        Job known = jobs.get(jobId);
        if (detaching || (known != null && known.master().isSame(master))) {
            return;
        }
        if (known != null) {
            gone(jobId, known.master(), false);
        }
        Job job = new Job(jobId, jobName, master, yetToStart(jobId));
        // in this order: it is in one of the two at every moment
        jobs.put(jobId, job);
        notStarted.remove(jobId);
        listener.started(job);
    }

    /**
     * Removes a job, unless another session of it has started meanwhile.
     *
     * @param over whether the job has ended for good, and not only here
     */
    public void gone(String jobId, JobMasterSession master, boolean over) {
        Job job = jobs.get(jobId);
        if (job != null && job.master().isSame(master) && jobs.remove(jobId, job)) {
            listener.gone(job);
            job.checkpoints().end(over);
        }
    }

    /** Removes all jobs. */
    public void clear() {
        for (Job job : List.copyOf(jobs.values())) {
            gone(job.id(), job.master(), false);
        }
    }

    /**
     * Returns all jobs to stock Flink: those that have started, those that are being created, and
     * those that come meanwhile.
     *
     * <p>In two passes, since the release of a job while the hooks are installed may be undone by
     * calls in progress in them: first through the instrumented code, so that no job is without
     * both its control and Flink's own for a moment; and again once the hooks are removed, for
     * calls that came in between. Then nothing can cancel a trigger any more, and where Flink wants
     * one that is missing it is armed.
     *
     * @param unhook removes the hooks
     * @param failed is called with a failure for one job, which stops nothing else
     */
    public void detach(Runnable unhook, BiConsumer<JobCheckpointControl, Throwable> failed) {
        detaching = true;
        forAll(JobCheckpointControl::release, failed);
        unhook.run();
        forAll(JobCheckpointControl::release, failed);
        forAll(JobCheckpointControl::armIfNoneIsArmed, failed);
    }

    private void forAll(
            Consumer<JobCheckpointControl> deed,
            BiConsumer<JobCheckpointControl, Throwable> failed) {
        for (JobCheckpointControl job : all()) {
            try {
                deed.accept(job);
            } catch (RuntimeException | LinkageError e) {
                failed.accept(job, e);
            }
        }
    }

    /** Returns the controls of all jobs: those that may start meanwhile come first. */
    private Set<JobCheckpointControl> all() {
        Set<JobCheckpointControl> all = new LinkedHashSet<>();
        for (WeakReference<JobCheckpointControl> reference : notStarted.values()) {
            @Nullable JobCheckpointControl known = reference.get();
            if (known != null) {
                all.add(known);
            }
        }
        jobs.values().forEach(job -> all.add(job.checkpoints()));
        return all;
    }

    /** Returns a started job. */
    public @Nullable Job job(String jobId) {
        return jobs.get(jobId);
    }

    /** Returns the started jobs. */
    public Collection<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    private JobCheckpointControl yetToStart(String jobId) {
        notStarted.values().removeIf(reference -> reference.get() == null);
        JobCheckpointControl[] result = new JobCheckpointControl[1];
        boolean[] isNew = new boolean[1];
        notStarted.compute(
                jobId,
                (id, reference) -> {
                    @Nullable JobCheckpointControl known =
                            reference == null ? null : reference.get();
                    // it may have started since the caller looked; it is taken out of this map
                    // when it is in the other
                    Job started = known == null ? jobs.get(id) : null;
                    if (started != null) {
                        result[0] = started.checkpoints();
                        return null;
                    }
                    result[0] = known != null ? known : factory.create(id);
                    isNew[0] = known == null;
                    return known != null ? reference : new WeakReference<>(result[0]);
                });
        if (isNew[0] && detaching) {
            // it may have come after the last look at all jobs, and the state of its record must
            // not become effective; waits for no coordinator, as none is attached to it yet
            result[0].release();
        }
        return result[0];
    }

    /** Factory of the control of a job. */
    @FunctionalInterface
    public interface Factory {
        /** Returns a new control. */
        JobCheckpointControl create(String jobId);
    }

    /** Listener that is notified of jobs that start and end. */
    public interface Listener {
        /** Called when a job has started. */
        void started(Job job);

        /** Called when a job has left; its control ends after this call. */
        void gone(Job job);

        /** Returns a listener that notifies this one and then another. */
        default Listener andThen(Listener next) {
            Listener first = this;
            return new Listener() {
                @Override
                public void started(Job job) {
                    first.started(job);
                    next.started(job);
                }

                @Override
                public void gone(Job job) {
                    first.gone(job);
                    next.gone(job);
                }
            };
        }
    }
}
