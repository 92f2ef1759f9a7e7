// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.ReadGuard;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.JobEntry;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Exporter that registers a bean for each job that starts and unregisters it when the job is gone.
 *
 * <p>Is notified of jobs on Flink's main thread and works on an executor of one thread, so that
 * beans are registered and unregistered in the order of the jobs and Flink does not wait for it.
 */
public final class JobMBeanExporter implements JobRegistry.Listener {

    private final MBeanServer server;
    private final JmxAccess access;
    private final Clock clock;
    private final Executor inOrder;
    private final Executor notifier;
    private final ReadErrors readErrors = new ReadErrors();
    private final Map<Job, MBeanRegistration> registrations = new ConcurrentHashMap<>();

    /**
     * @param access the access that callers over plain JMX have
     * @param inOrder runs tasks one after the other
     * @param notifier runs notification listeners
     */
    public JobMBeanExporter(
            MBeanServer server,
            JmxAccess access,
            Clock clock,
            Executor inOrder,
            Executor notifier) {
        this.server = server;
        this.access = access;
        this.clock = clock;
        this.inOrder = inOrder;
        this.notifier = notifier;
    }

    @Override
    public void started(Job job) {
        inOrder.execute(() -> register(job));
    }

    @Override
    public void gone(Job job) {
        inOrder.execute(() -> unregister(job));
    }

    /** Unregisters every bean. */
    public void clear() {
        registrations.keySet().forEach(this::unregister);
    }

    /** Returns the jobs that have a bean, by name. */
    public JobEntry[] entries() {
        return registrations.entrySet().stream()
                .map(
                        entry ->
                                new JobEntry(
                                        entry.getKey().id(),
                                        entry.getKey().name(),
                                        entry.getValue().name().toString()))
                .sorted(Comparator.comparing(JobEntry::getName).thenComparing(JobEntry::getId))
                .toArray(JobEntry[]::new);
    }

    /** Returns the attributes and operations of a job, whether its bean is registered or not. */
    public CheckpointCoordinatorMXBean beanOf(Job job) {
        return new CheckpointCoordinatorMXBeanImpl(job, clock, readErrors);
    }

    /** Returns the guard of reads that the agent's bean counts the failures of. */
    public ReadGuard reads() {
        return readErrors;
    }

    /** Returns the reads of the jobs' figures that failed. */
    ReadErrors readErrors() {
        return readErrors;
    }

    private void register(Job job) {
        ObjectName name = CheckpointObjectNames.coordinator(job.name(), job.id());
        JobNotifications notifications = new JobNotifications(name, job.checkpoints(), notifier);
        CheckpointCoordinatorStandardMBean bean =
                new CheckpointCoordinatorStandardMBean(
                        new CheckpointCoordinatorMXBeanImpl(job, clock, readErrors),
                        notifications,
                        access);
        registrations.put(job, MBeanRegistration.of(server, bean, name));
        job.checkpoints().listen(notifications);
    }

    private void unregister(Job job) {
        MBeanRegistration registration = registrations.remove(job);
        if (registration != null) {
            registration.close();
        }
    }
}
