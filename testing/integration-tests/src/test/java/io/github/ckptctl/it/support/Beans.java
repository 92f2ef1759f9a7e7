// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.MissingCapability;

import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The agent's MBeans in a JobManager, accessed from outside through plain JMX. */
public final class Beans {

    private final MBeanServerConnection jmx;

    public Beans(FlinkCluster cluster) {
        this(cluster.jmx());
    }

    public Beans(MBeanServerConnection jmx) {
        this.jmx = jmx;
    }

    public MBeanServerConnection connection() {
        return jmx;
    }

    public CheckpointAgentMXBean agent() {
        await("the agent's bean")
                .atMost(Duration.ofMinutes(1))
                .until(() -> jmx.isRegistered(CheckpointObjectNames.agent()));
        return JMX.newMXBeanProxy(jmx, CheckpointObjectNames.agent(), CheckpointAgentMXBean.class);
    }

    /**
     * Returns the address of the endpoint, as soon as it listens: a little later than the MBean
     * appears.
     */
    public String awaitJolokiaUrl() {
        CheckpointAgentMXBean agent = agent();
        await("HTTP").atMost(Duration.ofMinutes(2)).until(() -> !agent.getJolokiaUrl().isEmpty());
        return agent.getJolokiaUrl();
    }

    /** Returns the MBean of a job, as soon as it exists. */
    public CheckpointCoordinatorMXBean job(String jobId) {
        return JMX.newMXBeanProxy(jmx, awaitName(jobId), CheckpointCoordinatorMXBean.class, true);
    }

    public ObjectName awaitName(String jobId) {
        await("the job's bean")
                .atMost(Duration.ofMinutes(1))
                .until(() -> names(CheckpointObjectNames.coordinatorOf(jobId)).size() == 1);
        return names(CheckpointObjectNames.coordinatorOf(jobId)).iterator().next();
    }

    /** Waits until the agent and all its MBeans are gone. */
    public void awaitNone() {
        await("the beans to go")
                .atMost(Duration.ofMinutes(2))
                .until(() -> names(ObjectName.getInstance("flink.checkpointing:*")).isEmpty());
    }

    public Set<ObjectName> jobNames() {
        return names(CheckpointObjectNames.coordinators());
    }

    /** Fails if the agent found fewer capabilities in this Flink than there are, or more. */
    public void assertLacksOnlyWhat(FlinkLine line) {
        CheckpointAgentMXBean agent = agent();
        assertThat(agent.getMissingCapabilities())
                .extracting(MissingCapability::getName)
                .containsExactlyInAnyOrderElementsOf(
                        line.lacks().stream().map(Capability::name).toList());
        assertThat(agent.getMissingCapabilities()).allMatch(MissingCapability::isAbsent);
        assertThat(agent.isFlinkSupported()).isTrue();
    }

    /** Fails if any hook has failed, or any read of an attribute. */
    public void assertHooksAreWell() {
        CheckpointAgentMXBean agent = agent();
        assertThat(agent.getHookErrors())
                .as("errors in hooks, the last: %s", agent.getLastHookError())
                .isZero();
        assertThat(agent.getReadErrors())
                .as("reads that failed, the last: %s", agent.getLastReadError())
                .isZero();
    }

    private Set<ObjectName> names(ObjectName pattern) {
        try {
            return jmx.queryNames(pattern, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
