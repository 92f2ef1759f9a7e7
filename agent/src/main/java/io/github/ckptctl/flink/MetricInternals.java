// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The parts of Flink by which metrics come into a job's group and leave it again. Names are those
 * of 1.18.1 to 2.3.0 unless a comment says otherwise. Immutable; any thread.
 */
final class MetricInternals {

    private static final String GROUP =
            "org.apache.flink.runtime.metrics.groups.AbstractMetricGroup";

    private final FieldAccessor<MetricGroup> groupOfMaster;
    private final FieldAccessor<@Nullable MetricGroup> parent;
    private final MethodAccessor close;
    private final FieldAccessor<Map<String, ?>> subgroups;

    MetricInternals(MemberLookup search) {
        Capability metrics = Capability.METRICS;
        // 2.1 on
        boolean hasEvents =
                search.method("org.apache.flink.metrics.MetricGroup", "addEvent", 1).isFound();
        groupOfMaster =
                search.field(
                        FlinkInternals.JOB_MASTER,
                        "jobManagerJobMetricGroup",
                        hasEvents
                                ? new Capability[] {metrics, Capability.EVENTS}
                                : new Capability[] {metrics});
        parent = search.field(GROUP, "parent", metrics);
        close = search.method(GROUP, "close", 0, metrics);
        subgroups = search.field(GROUP, "groups", metrics);
        if (hasEvents) {
            search.constructor("org.apache.flink.events.EventBuilder", 2, Capability.EVENTS);
        } else {
            search.hasNone(Capability.EVENTS, "this Flink has no events: a MetricGroup takes none");
        }
    }

    /** Returns the metric group of a JobMaster's job. */
    MetricGroup groupOf(Object jobMaster) {
        return groupOfMaster.get(jobMaster);
    }

    /** Returns the group that a group is in, null for the JobManager's own. */
    @Nullable MetricGroup parentOf(MetricGroup group) {
        return parent.get(group);
    }

    /**
     * Closes a subgroup, which takes its metrics out of every reporter and Flink's REST API, and
     * takes it out of its parent. Flink leaves a closed group in its parent's map, and replaces it
     * when one of the same name is added ({@code AbstractMetricGroup.addGroup}).
     */
    void remove(MetricGroup from, String name, MetricGroup group) {
        close.call(group);
        // the monitor under which Flink itself changes the map
        synchronized (from) {
            subgroups.get(from).remove(name, group);
        }
    }
}
