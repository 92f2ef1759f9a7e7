// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Snapshot of one job. Immutable. */
public final class JobSnapshot {

    public final JobKey job;
    public final String name;
    public final String status;
    public final long revision;
    public final String suspension;
    public final long suspendedSince;
    public final long nextTriggerAt;

    /**
     * Reason why Flink triggers no checkpoint automatically; empty if it does, or the agent is too
     * old to report it.
     */
    public final String notTriggering;

    /**
     * Milliseconds until the oldest transaction of a sink times out, -1 if that is not known, or
     * the agent is too old to report it.
     */
    public final long millisToTransactionTimeout;

    public final boolean rescalePending;
    public final long forcedRescaleAt;
    public final long timeout;
    public final long consecutiveFailures;
    public final long latestCompletedId;
    public final long latestCompletedAge;
    public final String latestCompletedPath;

    public final String latestCompletedSurvives;

    /** Pinned checkpoints, in the order in which they were pinned. */
    public final List<Pin> pinned;

    public final List<Setting> settings;
    public final List<Pending> pending;
    public final List<Finished> recent;
    public final List<HistoryLine> history;
    private final Set<String> operations;
    private final long ahead;

    JobSnapshot(
            JobKey job,
            Map<String, Object> values,
            Collection<Finished> recent,
            Set<String> operations) {
        this.job = job;
        this.recent = List.copyOf(recent);
        this.operations = Set.copyOf(operations);
        Fields fields = Fields.of(values);
        name = fields.has("JobName") ? fields.text("JobName") : job.name();
        status = fields.text("JobStatus");
        revision = fields.number("Revision");
        suspension = fields.has("Suspension") ? fields.text("Suspension") : "NONE";
        suspendedSince = fields.number("SuspendedSince");
        nextTriggerAt = fields.number("NextTriggerAt");
        notTriggering = fields.text("NotTriggering");
        millisToTransactionTimeout = fields.number("MillisToTransactionTimeout");
        rescalePending = fields.number("RescalePending") == 1;
        forcedRescaleAt = fields.number("ForcedRescaleAt");
        timeout = fields.number("Timeout");
        consecutiveFailures = fields.number("ConsecutiveFailures");
        Fields latest = Fields.of(values.get("LatestCompletedCheckpoint"));
        latestCompletedId =
                fields.has("LatestCompletedId")
                        ? fields.number("LatestCompletedId")
                        : latest.number("id");
        latestCompletedAge = fields.number("LatestCompletedAge");
        latestCompletedPath = latest.text("externalPath");
        latestCompletedSurvives = survives(latest);
        pinned = new ArrayList<>();
        fields.list("PinnedCheckpoints").forEach(one -> pinned.add(new Pin(one)));
        settings = settings(fields);
        pending = new ArrayList<>();
        fields.list("PendingCheckpoints").forEach(one -> pending.add(new Pending(one)));
        history = new ArrayList<>();
        fields.list("History").forEach(line -> history.add(new HistoryLine(line)));
        ahead = ahead(fields, latest, pending);
    }

    /** Returns whether the job's bean has an operation. */
    public boolean can(String operation) {
        return operations.contains(operation);
    }

    /** Returns whether anything is suspended. */
    public boolean suspended() {
        return !suspension.equals("NONE");
    }

    /** Returns the current time by the JobManager's clock, in epoch milliseconds. */
    public long now() {
        return System.currentTimeMillis() + ahead;
    }

    /**
     * Returns the ends of the job and its processes that a checkpoint survives; empty for an agent
     * that is too old to report them.
     */
    static String survives(Fields checkpoint) {
        List<String> ends = checkpoint.textList("survives");
        String named = ends.isEmpty() ? "nothing" : String.join(", ", ends);
        return checkpoint.has("survives") ? ", survives " + named : "";
    }

    private static List<Setting> settings(Fields fields) {
        List<Setting> settings = new ArrayList<>();
        fields.list("Settings").forEach(setting -> settings.add(new Setting(setting)));
        if (settings.isEmpty()) {
            for (String name : List.of("Timeout", "Interval", "MinPause")) {
                if (fields.has(name)) {
                    long effective = fields.number(name);
                    boolean known = fields.has("Submitted" + name);
                    long submitted = known ? fields.number("Submitted" + name) : effective;
                    settings.add(new Setting(name, submitted, effective));
                }
            }
        }
        return List.copyOf(settings);
    }

    /**
     * Returns by how much the JobManager's clock is ahead of ours, estimated from its own figures.
     */
    private static long ahead(Fields fields, Fields latest, List<Pending> pending) {
        long deadline = pending.stream().mapToLong(one -> one.deadline).min().orElse(-1);
        long left = fields.number("NextDeadlineIn");
        if (deadline > 0 && left > 0) {
            return deadline - left - System.currentTimeMillis();
        }
        long completed = latest.number("completedAt");
        long age = fields.number("LatestCompletedAge");
        return completed > 0 && age >= 0 ? completed + age - System.currentTimeMillis() : 0;
    }
}
