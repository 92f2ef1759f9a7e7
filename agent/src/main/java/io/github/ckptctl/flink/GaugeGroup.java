// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.Map;
import java.util.function.Supplier;

/** Group of gauges inside one of Flink's metric groups, until it is removed. Any thread. */
final class GaugeGroup {

    private static final Number NONE = -1L;

    private final MetricInternals parts;
    private final MetricGroup parent;
    private final String name;
    private final MetricGroup group;

    private GaugeGroup(MetricInternals parts, MetricGroup parent, String name) {
        this.parts = parts;
        this.parent = parent;
        this.name = name;
        this.group = parent.addGroup(name);
    }

    /**
     * Adds a group with these gauges.
     *
     * @param values called by the threads of reporters; where one throws, -1 is reported
     */
    static GaugeGroup add(
            MetricInternals parts,
            MetricGroup parent,
            String name,
            Map<String, Supplier<Number>> values) {
        GaugeGroup added = new GaugeGroup(parts, parent, name);
        values.forEach((gauge, value) -> added.group.gauge(gauge, gauge(value)));
        return added;
    }

    /** Returns the group that it was added to. */
    MetricGroup parent() {
        return parent;
    }

    /** Removes the group; has no effect on what Flink has closed itself. */
    void remove() {
        parts.remove(parent, name, group);
    }

    /** Returns a gauge that never throws: its caller is a reporter, which serves all of Flink. */
    private static Gauge<Number> gauge(Supplier<Number> value) {
        return () -> {
            try {
                return value.get();
            } catch (Throwable e) {
                return NONE;
            }
        };
    }
}
