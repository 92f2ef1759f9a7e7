// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/** The agent's MBeans in a JobManager. */
final class Beans {

    private final MBeanServerConnection connection;

    Beans(MBeanServerConnection connection) {
        this.connection = connection;
    }

    CheckpointAgentMXBean agent() {
        return JMX.newMXBeanProxy(
                connection, CheckpointObjectNames.agent(), CheckpointAgentMXBean.class);
    }

    /** Returns the MBean of a job, if it exists. */
    Optional<CheckpointCoordinatorMXBean> job(String id) {
        return names(CheckpointObjectNames.coordinatorOf(id)).stream()
                .findFirst()
                .map(
                        name ->
                                JMX.newMXBeanProxy(
                                        connection, name, CheckpointCoordinatorMXBean.class));
    }

    /** Returns the number of jobs that have an MBean. */
    int jobs() {
        return names(CheckpointObjectNames.coordinators()).size();
    }

    private Set<ObjectName> names(ObjectName pattern) {
        try {
            return connection.queryNames(pattern, null);
        } catch (IOException e) {
            throw new UncheckedIOException("the JobManager's JMX does not answer", e);
        }
    }
}
