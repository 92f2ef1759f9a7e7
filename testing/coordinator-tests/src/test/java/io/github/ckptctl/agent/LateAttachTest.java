// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphTestUtils;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration.CheckpointCoordinatorConfigurationBuilder;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.runtime.jobmaster.JobMaster;
import org.apache.flink.runtime.jobmaster.utils.JobMasterBuilder;
import org.apache.flink.runtime.rpc.TestingRpcService;
import org.apache.flink.runtime.scheduler.SchedulerBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the whole agent, attached to a JVM in which jobs already run. */
class LateAttachTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Instrumentation instrumentation = ByteBuddyAgent.install();
    private final CountDownLatch detached = new CountDownLatch(1);
    private RunningAgent agent;

    @BeforeEach
    void attach() {
        agent =
                new RunningAgent(
                        "ATTACH",
                        instrumentation,
                        AgentTransformer.install(
                                instrumentation,
                                CheckpointHooks.class.getClassLoader(),
                                loader -> {}),
                        getClass().getClassLoader(),
                        AgentOptions.of("jolokia.enabled=false", Map.of()),
                        detached::countDown);
    }

    @AfterEach
    void detach() throws InterruptedException {
        agent.detach();
        detached.await();
    }

    @Test
    void showsEveryJobWhileTheCoordinatorOfOneIsHeldUp() throws Exception {
        // given: a write of a checkpoint's metadata that hangs holds the coordinator's lock
        try (TestingRpcService rpc = new TestingRpcService();
                JobMaster stuck = new JobMasterBuilder(job(), rpc).createJobMaster();
                JobMaster other = new JobMasterBuilder(job(), rpc).createJobMaster()) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            Object lock = field(CheckpointCoordinator.class, coordinatorOf(stuck), "lock");
            Thread writer = new Thread(() -> hold(lock, held, written));
            writer.start();
            held.await();

            try {
                // when
                agent.handler().jobMasterSeen(stuck);
                agent.handler().jobMasterSeen(other);

                // then: nothing of the agent that others need waits for that lock
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThat(server.queryNames(jobs(), null)).hasSize(2));
            } finally {
                written.countDown();
                writer.join();
            }
        }
    }

    private static void hold(Object lock, CountDownLatch held, CountDownLatch written) {
        synchronized (lock) {
            held.countDown();
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ObjectName jobs() throws Exception {
        return new ObjectName("flink.checkpointing:type=CheckpointCoordinator,*");
    }

    private static CheckpointCoordinator coordinatorOf(JobMaster master) throws Exception {
        Object scheduler = field(JobMaster.class, master, "schedulerNG");
        return ((SchedulerBase) scheduler).getExecutionGraph().getCheckpointCoordinator();
    }

    private static Object field(Class<?> type, Object target, String name) throws Exception {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
    }

    private static JobGraph job() {
        JobGraph job = JobGraphTestUtils.singleNoOpJobGraph();
        job.setSnapshotSettings(
                new JobCheckpointingSettings(
                        new CheckpointCoordinatorConfigurationBuilder()
                                .setCheckpointInterval(60_000)
                                .build(),
                        null));
        return job;
    }
}
