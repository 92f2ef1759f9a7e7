// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.CheckpointFigures;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobMetric;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.ReadGuard;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Exporter of jobs to Flink's own metrics and events, and with them to every reporter that Flink is
 * configured with: gauges for each job while it is here, and its changes as events.
 *
 * <p>Works on an executor of its own that runs tasks one after the other. Reporters are called
 * there, with Flink's locks of the metrics held: a reporter that is slow, hangs or throws holds up
 * this executor, and no thread that changes a job or runs one.
 */
public final class JobMetricsExporter implements JobRegistry.Listener {

    private final MetricInternals parts;
    private final Set<Capability> missing;
    private final Executor inOrder;
    private final Clock clock;
    private final ReadGuard guard;
    private final Map<String, Supplier<Number>> ofAgent;

    /** What is exported of each job, by its id. Confined to the executor, as is the next one. */
    private final Map<String, Exported> exported = new HashMap<>();

    private @Nullable GaugeGroup agentGauges;

    /**
     * @param missing the capabilities that are off
     * @param inOrder runs tasks one after the other
     * @param guard counts the figures that cannot be read
     * @param ofAgent gauges in the JobManager's own group, while there are jobs, by their names
     */
    JobMetricsExporter(
            MetricInternals parts,
            Set<Capability> missing,
            Executor inOrder,
            Clock clock,
            ReadGuard guard,
            Map<String, Supplier<Number>> ofAgent) {
        this.parts = parts;
        this.missing = missing;
        this.inOrder = inOrder;
        this.clock = clock;
        this.guard = guard;
        this.ofAgent = ofAgent;
    }

    @Override
    public void started(Job job) {
        inOrder.execute(() -> add(job));
    }

    @Override
    public void gone(Job job) {
        inOrder.execute(() -> remove(job));
    }

    /**
     * Returns the receiver of a job's changes. An attempt that was rejected is no event: it changed
     * nothing. What happens before the job has started has no group to be reported in, and is in
     * the log alone.
     */
    public BiConsumer<ChangeHistoryEntry, ChangeOutcome> changesOf(String jobId) {
        if (missing.contains(Capability.EVENTS)) {
            return (entry, outcome) -> {};
        }
        return (entry, outcome) -> {
            if (outcome.kind() != ChangeOutcome.Kind.REJECTED) {
                inOrder.execute(() -> report(jobId, entry, outcome));
            }
        };
    }

    private void add(Job job) {
        MetricGroup group = ((WeakJobMasterSession) job.master()).metricGroup();
        if (group == null) {
            return;
        }
        Exported added = new Exported(job, group);
        exported.put(job.id(), added);
        if (!missing.contains(Capability.METRICS)) {
            addAgent(group);
            JobGauges gauges =
                    new JobGauges(
                            () -> new CheckpointFigures(job.checkpoints(), clock, guard),
                            guard,
                            System::nanoTime);
            added.gauges = GaugeGroup.add(parts, group, JobMetric.GROUP, gauges.byName());
        }
    }

    private void remove(Job job) {
        Exported known = exported.get(job.id());
        if (known == null || known.job != job) {
            return;
        }
        exported.remove(job.id());
        if (known.gauges != null) {
            known.gauges.remove();
        }
        if (exported.isEmpty() && agentGauges != null) {
            agentGauges.remove();
            agentGauges = null;
        }
    }

    /** Adds the agent's own gauges, which are in the group that all jobs' groups are in. */
    private void addAgent(MetricGroup ofJob) {
        MetricGroup jobManager = parts.parentOf(ofJob);
        boolean isThere = agentGauges != null && agentGauges.parent() == jobManager;
        if (jobManager != null && !isThere) {
            agentGauges = GaugeGroup.add(parts, jobManager, JobMetric.GROUP, ofAgent);
        }
    }

    private void report(String jobId, ChangeHistoryEntry entry, ChangeOutcome outcome) {
        Exported job = exported.get(jobId);
        if (job != null) {
            ChangeEvents.report(job.group, entry, outcome);
        }
    }

    /** A job, its metric group, and what is in there of ours. */
    private static final class Exported {

        private final Job job;
        private final MetricGroup group;
        private @Nullable GaugeGroup gauges;

        Exported(Job job, MetricGroup group) {
            this.job = job;
            this.group = group;
        }
    }
}
