// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.settings;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.AttributeList;
import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of monitoring while Flink holds the coordinator's lock to write a checkpoint's metadata. */
@Tag("full")
class ReadsWhileLockedITCase {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final long HELD_MILLIS = 5_000;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "no read waits while a completion holds the lock for 5 s")
    void answersThroughoutACompletionThatTakesFiveSeconds(
            FlinkLine line, TestInfo test, @TempDir Path directory) throws Exception {
        // given
        Path control = directory.resolve("control");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .slowMetadata(control)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            Beans beans = new Beans(cluster);
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of("--interval", "500"),
                                    1);
            CheckpointCoordinatorMXBean bean = beans.job(job);
            await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
            Reader reader = new Reader(beans, job);
            List<Long> free = reader.readFor(Duration.ofMillis(HELD_MILLIS));

            // when: every completion now holds the lock for five seconds
            Files.writeString(control, Long.toString(HELD_MILLIS));
            await("a checkpoint that waits for its metadata")
                    .atMost(SOON)
                    .until(
                            () ->
                                    Arrays.stream(bean.getPendingCheckpoints())
                                            .anyMatch(p -> p.getAcknowledged() == p.getTotal()));
            long completed = bean.getCompletedCount();
            CompletableFuture<Long> writer =
                    CompletableFuture.supplyAsync(
                            () -> {
                                bean.setTimeout(900_000);
                                return bean.getCompletedCount();
                            });
            List<Long> held = reader.readWhile(() -> !writer.isDone());

            // then: the writer had to wait for the lock, the reader for nothing
            assertThat(writer.get()).isGreaterThan(completed);
            assertThat(held).hasSizeGreaterThan(20);
            assertThat(Collections.max(held)).isLessThan(HELD_MILLIS * 1000 / 2);
            System.out.printf(
                    "Flink %s, all attributes in one read: lock free p50 %.2f ms p99 %.2f ms (%d"
                            + " reads), lock held p50 %.2f ms p99 %.2f ms (%d reads)%n",
                    line.version(),
                    percentile(free, 50),
                    percentile(free, 99),
                    free.size(),
                    percentile(held, 50),
                    percentile(held, 99),
                    held.size());
            beans.assertHooksAreWell();
        }
    }

    private static double percentile(List<Long> micros, int percent) {
        List<Long> sorted = micros.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1000.0;
    }

    /** Reader of all attributes, over and over, that records the microseconds of each read. */
    private static final class Reader {

        private final Beans beans;
        private final ObjectName name;
        private final String[] attributes;

        Reader(Beans beans, String job) throws Exception {
            this.beans = beans;
            this.name = beans.awaitName(job);
            this.attributes =
                    Arrays.stream(beans.connection().getMBeanInfo(name).getAttributes())
                            .map(MBeanAttributeInfo::getName)
                            .toArray(String[]::new);
        }

        List<Long> readFor(Duration duration) throws Exception {
            long end = System.nanoTime() + duration.toNanos();
            return readWhile(() -> System.nanoTime() < end);
        }

        List<Long> readWhile(BooleanSupplier condition) throws Exception {
            List<Long> micros = new ArrayList<>();
            do {
                long start = System.nanoTime();
                AttributeList values = beans.connection().getAttributes(name, attributes);
                micros.add((System.nanoTime() - start) / 1000);
                assertThat(values).hasSize(attributes.length);
            } while (condition.getAsBoolean());
            return micros;
        }
    }
}
