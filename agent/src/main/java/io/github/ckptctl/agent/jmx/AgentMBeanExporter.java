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
        CheckpointAgentMXBeanImpl face = new CheckpointAgentMXBeanImpl(facts, state, jobs);
        registration =
                MBeanRegistration.of(
                        server, new Described(face, access), CheckpointObjectNames.agent());
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
