// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.transactions;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FlinkDistribution;
import io.github.ckptctl.cluster.KafkaBroker;
import io.github.ckptctl.cluster.KafkaJars;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of suspensions that outlast the transactions of Flink's Kafka sink, on a real broker:
 * without the guard records are lost, with it none.
 */
class KafkaTransactionITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String TIMEOUT = "10000";

    @TempDir private Path directory;

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void losesNoRecordWhereTheGuardActs(FlinkLine line, TestInfo test) {
        FlinkClusterBuilder builder =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(3);
        KafkaJars.connector(FlinkDistribution.of(line.version())).forEach(builder::extraJar);
        try (KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka.out"));
                FlinkCluster cluster = builder.start()) {
            // given: a suspended job for each guard
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean off = suspended(cluster, broker, beans, "OFF");
            CheckpointCoordinatorMXBean resume = suspended(cluster, broker, beans, "RESUME");
            CheckpointCoordinatorMXBean trigger = suspended(cluster, broker, beans, "TRIGGER");
            long before = trigger.getCompletedCount();

            // when: their transactions would time out
            await("a checkpoint that the guard triggers")
                    .atMost(SOON)
                    .until(() -> trigger.getCompletedCount() > before);
            await("the end of the suspension")
                    .atMost(SOON)
                    .until(() -> resume.getSuspension() == SuspensionMode.NONE);
            await("a transaction that the broker aborts")
                    .atMost(SOON)
                    .until(() -> broker.hasTimedOut("OFF"));

            // then
            assertThat(off.getMillisToTransactionTimeout()).isZero();
            assertThat(trigger.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            assertThat(last(trigger, "triggerCheckpoint").getReason())
                    .contains("TransactionGuard TRIGGER");
            assertThat(last(resume, "resume").getReason()).contains("TransactionGuard RESUME");
            for (CheckpointCoordinatorMXBean bean : List.of(off, resume, trigger)) {
                bean.resume();
                long completed = bean.getCompletedCount();
                await("later checkpoints")
                        .atMost(SOON)
                        .until(() -> bean.getCompletedCount() > completed + 1);
                cluster.rest().cancel(bean.getJobId());
            }
            Map<String, List<String>> committed = broker.committed("OFF", "RESUME", "TRIGGER");
            assertThat(committed.get("RESUME")).isEqualTo(withoutGap(committed.get("RESUME")));
            assertThat(committed.get("TRIGGER")).isEqualTo(withoutGap(committed.get("TRIGGER")));
            assertThat(broker.hasTimedOut("RESUME")).isFalse();
            assertThat(broker.hasTimedOut("TRIGGER")).isFalse();
            // what the broker aborted is missing, and what was written later is there
            List<String> left = committed.get("OFF");
            assertThat(left).isNotEqualTo(withoutGap(left));
            assertThat(Long.parseLong(left.get(left.size() - 1)))
                    .isGreaterThanOrEqualTo(left.size());
            beans.assertHooksAreWell();
        }
    }

    private static CheckpointCoordinatorMXBean suspended(
            FlinkCluster cluster, KafkaBroker broker, Beans beans, String guard) {
        List<String> options =
                List.of(
                        "--interval",
                        "500",
                        "--broker",
                        broker.bootstrapServers(),
                        "--topic",
                        guard,
                        "--transactionTimeout",
                        TIMEOUT);
        String job =
                cluster.rest().submit(TestJobs.kafkaSinkJob(cluster.distribution()), options, 1);
        cluster.rest().awaitRunning(job);
        CheckpointCoordinatorMXBean bean = beans.job(job);
        await("checkpoints").atMost(SOON).until(() -> bean.getCompletedCount() > 1);
        bean.updateSettings(
                Map.of("TransactionTimeout", TIMEOUT, "TransactionGuard", guard), "", 0, -1);
        bean.quiesce(10_000);
        return bean;
    }

    private static ChangeHistoryEntry last(CheckpointCoordinatorMXBean bean, String action) {
        ChangeHistoryEntry found = null;
        for (ChangeHistoryEntry entry : bean.getHistory()) {
            found = entry.getAction().equals(action) ? entry : found;
        }
        assertThat(found).as(action).isNotNull();
        return found;
    }

    /** Returns as many numbers from 0 on. */
    private static List<String> withoutGap(List<String> numbers) {
        return IntStream.range(0, numbers.size()).mapToObj(Integer::toString).toList();
    }
}
