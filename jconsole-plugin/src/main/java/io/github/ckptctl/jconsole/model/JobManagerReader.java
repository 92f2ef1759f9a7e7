// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.jspecify.annotations.Nullable;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.InvalidOpenTypeException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reader of a JobManager over one connection.
 *
 * <p>Created for each connection, since its cached data may be wrong for the next one. Blocks; may
 * be called from any thread.
 */
public final class JobManagerReader {

    private static final List<String> ATTRIBUTES =
            List.of(
                    "JobName",
                    "JobStatus",
                    "Timeout",
                    "Interval",
                    "MinPause",
                    "SubmittedTimeout",
                    "SubmittedInterval",
                    "SubmittedMinPause",
                    "Settings",
                    "Revision",
                    "Suspension",
                    "SuspendedSince",
                    "NextTriggerAt",
                    "MillisToTransactionTimeout",
                    "NotTriggering",
                    "RescalePending",
                    "ForcedRescaleAt",
                    "PendingCheckpoints",
                    "NextDeadlineIn",
                    "LatestCompletedCheckpoint",
                    "LatestCompletedId",
                    "LatestCompletedAge",
                    "LatestFailedCheckpoint",
                    "ConsecutiveFailures",
                    "PinnedCheckpoints",
                    "History");

    /**
     * Maximum number of attributes per call: over HTTP each is a request of a bulk, and the agent's
     * endpoint accepts no more than 20.
     */
    private static final int AT_ONCE = 20;

    private final MBeanServerConnection connection;
    private final Map<ObjectName, MBeanInfo> infos = new ConcurrentHashMap<>();
    private final Map<ObjectName, RecentCheckpoints> recents = new ConcurrentHashMap<>();

    /** Creates the reader of a connection. */
    public JobManagerReader(MBeanServerConnection connection) {
        this.connection = connection;
    }

    /**
     * Reads the agent, the names of all jobs, and one job.
     *
     * @param wanted the job to read; the first one if it is null or has left
     */
    public JobManagerSnapshot read(@Nullable JobKey wanted) throws JMException, IOException {
        List<JobKey> jobs = new ArrayList<>();
        Set<ObjectName> beans = connection.queryNames(CheckpointObjectNames.coordinators(), null);
        beans.forEach(bean -> jobs.add(new JobKey(bean)));
        jobs.sort(Comparator.comparing(JobKey::name).thenComparing(JobKey::id));
        infos.keySet().retainAll(beans);
        recents.keySet().retainAll(beans);

        JobSnapshot job = null;
        if (!jobs.isEmpty()) {
            JobKey key = wanted != null && jobs.contains(wanted) ? wanted : jobs.get(0);
            try {
                job = snapshot(key);
            } catch (InstanceNotFoundException e) {
                // it ended in between; the next reading no longer finds it
                jobs.remove(key);
            }
        }
        boolean present = connection.isRegistered(CheckpointObjectNames.agent());
        if (present) {
            return new JobManagerSnapshot(true, agent(), jobs, job);
        }
        return jobs.isEmpty()
                ? new JobManagerSnapshot(false, "There is no ckptctl agent in this JVM.", jobs, job)
                : new JobManagerSnapshot(true, "The agent has no bean of its own.", jobs, job);
    }

    /** Returns the operations of a job. */
    public JobOperations operations(JobKey job) throws JMException, IOException {
        return new JobOperations(connection, job, info(job));
    }

    private JobSnapshot snapshot(JobKey job) throws JMException, IOException {
        MBeanInfo info = info(job);
        Set<String> operations = new HashSet<>();
        for (MBeanOperationInfo operation : info.getOperations()) {
            operations.add(operation.getName());
        }
        Map<String, Object> values = values(job.bean(), present(info));
        RecentCheckpoints recent =
                recents.computeIfAbsent(job.bean(), bean -> new RecentCheckpoints());
        recent.update(
                values,
                operations.contains("describeCheckpoint")
                        ? id -> operations(job).invoke("describeCheckpoint", id)
                        : null);
        return new JobSnapshot(job, values, recent.all(), operations);
    }

    private static List<String> present(MBeanInfo info) {
        Set<String> names = new HashSet<>();
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            names.add(attribute.getName());
        }
        List<String> present = new ArrayList<>(ATTRIBUTES);
        present.retainAll(names);
        return present;
    }

    private Map<String, Object> values(ObjectName bean, List<String> names)
            throws JMException, IOException {
        Map<String, Object> values = new HashMap<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> some = names.subList(from, Math.min(from + AT_ONCE, names.size()));
            for (Object element : attributes(bean, some)) {
                if (element instanceof Attribute && ((Attribute) element).getValue() != null) {
                    Attribute attribute = (Attribute) element;
                    values.put(attribute.getName(), attribute.getValue());
                }
            }
        }
        return values;
    }

    private AttributeList attributes(ObjectName bean, List<String> names)
            throws JMException, IOException {
        try {
            return connection.getAttributes(bean, names.toArray(new String[0]));
        } catch (InvalidOpenTypeException e) {
            // a connector over HTTP cannot create an open type for an empty array inside a value
            AttributeList carried = new AttributeList();
            for (String name : names) {
                try {
                    carried.add(new Attribute(name, connection.getAttribute(bean, name)));
                } catch (InvalidOpenTypeException left) {
                    // this attribute is the cause, or one of several
                }
            }
            return carried;
        }
    }

    private MBeanInfo info(JobKey job) throws JMException, IOException {
        MBeanInfo known = infos.get(job.bean());
        if (known != null) {
            return known;
        }
        MBeanInfo info = connection.getMBeanInfo(job.bean());
        infos.put(job.bean(), info);
        return info;
    }

    private String agent() throws JMException, IOException {
        Fields fields =
                Fields.of(
                        values(
                                CheckpointObjectNames.agent(),
                                List.of("Version", "FlinkVersion", "HookErrors")));
        long errors = fields.number("HookErrors");
        return "ckptctl "
                + fields.text("Version")
                + " in Flink "
                + fields.text("FlinkVersion")
                + (errors > 0 ? "; errors caught in it: " + errors : "");
    }
}
