// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;

/**
 * Exporter of the bean of the agent itself, which is registered from the creation of the exporter
 * until it is closed.
 */
public final class AgentMBeanExporter implements AutoCloseable {

    private final CheckpointAgentMXBean face;
    private final MBeanRegistration registration;

    /**
     * Registers the bean.
     *
     * @param access the access that callers over plain JMX have
     */
    public AgentMBeanExporter(
            MBeanServer server,
            JmxAccess access,
            AgentInfo facts,
            AgentControl state,
            JobMBeanExporter jobs) {
        CheckpointAgentMXBeanImpl implementation =
                new CheckpointAgentMXBeanImpl(facts, state, jobs);
        face = implementation;
        registration =
                MBeanRegistration.of(
                        server,
                        new Described(implementation, access),
                        CheckpointObjectNames.agent());
    }

    /** Returns what the bean returns. */
    public boolean isFlinkSupported() {
        return face.isFlinkSupported();
    }

    @Override
    public void close() {
        registration.close();
    }

    /** MBean with its descriptions; it sends no notifications. */
    private static final class Described extends AnnotatedMBean {
        Described(CheckpointAgentMXBeanImpl face, JmxAccess access) {
            super(face, CheckpointAgentMXBean.class, new NotificationBroadcasterSupport(), access);
        }
    }
}
