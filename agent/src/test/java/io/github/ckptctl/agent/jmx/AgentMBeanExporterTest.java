// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.MissingCapability;
import io.github.ckptctl.mbeans.OtherDoor;
import org.junit.jupiter.api.Test;

import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class AgentMBeanExporterTest {

    private static final Map<Capability, Set<String>> NO_BACKLOG =
            Map.of(Capability.INTERVAL_DURING_BACKLOG, Set.of("this Flink knows none"));

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private Set<String> displaced = Set.of();

    @Test
    void isSupportedByALineThatDoesNotHaveWhatALaterOneHas() {
        // when
        CheckpointAgentMXBean bean = bean(NO_BACKLOG, NO_BACKLOG.keySet());

        // then: nothing is wrong, and it is reported all the same
        assertThat(bean.isFlinkSupported()).isTrue();
        assertThat(bean.getMissingCapabilities())
                .containsExactly(
                        new MissingCapability(
                                "INTERVAL_DURING_BACKLOG", "this Flink knows none", true));
        assertThat(bean.getCapabilities())
                .contains("TIMEOUT")
                .doesNotContain("INTERVAL_DURING_BACKLOG");
    }

    @Test
    void isNotSupportedWhereSomethingIsMissingThatShouldBeThere() {
        // when
        CheckpointAgentMXBean bean = bean(NO_BACKLOG, Set.of());

        // then
        assertThat(bean.isFlinkSupported()).isFalse();
        assertThat(bean.getMissingCapabilities())
                .singleElement()
                .matches(missing -> !missing.isAbsent());
    }

    @Test
    void isNotSupportedWhereFlinksOwnRouteAnswersBesideWhatIsAbsent() {
        // given
        displaced = Set.of("Flink has it of its own");

        // when
        CheckpointAgentMXBean bean = bean(NO_BACKLOG, NO_BACKLOG.keySet());

        // then
        assertThat(bean.isFlinkSupported()).isFalse();
        assertThat(bean.getMissingCapabilities())
                .contains(new MissingCapability("REST_ROUTES", "Flink has it of its own", false));
    }

    private CheckpointAgentMXBean bean(
            Map<Capability, Set<String>> missing, Set<Capability> absent) {
        new AgentMBeanExporter(
                server,
                JmxAccess.OPEN,
                new AgentInfo("1", "1.18.1", "PREMAIN", missing, absent),
                new State(),
                new JobMBeanExporter(
                        server, JmxAccess.OPEN, Clock.systemUTC(), Runnable::run, Runnable::run));
        return JMX.newMXBeanProxy(
                server, CheckpointObjectNames.agent(), CheckpointAgentMXBean.class);
    }

    /** State of a healthy agent. */
    private final class State implements AgentControl {
        @Override
        public long hookErrors() {
            return 0;
        }

        @Override
        public String lastHookError() {
            return "";
        }

        @Override
        public String jolokiaUrl() {
            return "";
        }

        @Override
        public String consoleUrl() {
            return "";
        }

        @Override
        public List<OtherDoor> otherDoors() {
            return List.of();
        }

        @Override
        public String persistenceLocation() {
            return "memory";
        }

        @Override
        public Set<String> displacedRoutes() {
            return displaced;
        }

        @Override
        public String persistenceCluster() {
            return "";
        }

        @Override
        public String persistenceProblem() {
            return "";
        }

        @Override
        public void detach() {
            throw new IllegalStateException("not asked for here");
        }
    }
}
