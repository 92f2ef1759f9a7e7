// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** The agent's MBeans over JMX, through which the demo watches; waits for each of them. */
final class AgentBeans {

    private final MBeanServerConnection connection;
    private final Patience patience;

    AgentBeans(MBeanServerConnection connection, Patience patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** Returns the URL of the agent's HTTP endpoint, once it is open. */
    String httpUrl() throws InterruptedException {
        CheckpointAgentMXBean agent =
                JMX.newMXBeanProxy(
                        connection,
                        found(CheckpointObjectNames.agent()),
                        CheckpointAgentMXBean.class);
        if (!patience.until(() -> !agent.getJolokiaUrl().isEmpty())) {
            throw new IllegalStateException("the agent has opened no HTTP endpoint");
        }
        return agent.getJolokiaUrl();
    }

    /** Returns a job's MBean. */
    CheckpointCoordinatorMXBean job(String id) throws InterruptedException {
        return JMX.newMXBeanProxy(
                connection,
                found(CheckpointObjectNames.coordinatorOf(id)),
                CheckpointCoordinatorMXBean.class);
    }

    private ObjectName found(ObjectName pattern) throws InterruptedException {
        if (!patience.until(() -> !names(pattern).isEmpty())) {
            throw new IllegalStateException("there is no bean " + pattern);
        }
        return names(pattern).iterator().next();
    }

    private Set<ObjectName> names(ObjectName pattern) {
        try {
            return connection.queryNames(pattern, null);
        } catch (IOException e) {
            throw new UncheckedIOException("the JobManager's JMX does not answer", e);
        }
    }
}
