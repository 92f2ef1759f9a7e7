// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointCounts;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of Flink's behaviour without the agent. */
@Tag("full")
class StockFlinkITCase {

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(scenario = "what Flink does in a timeout crisis without the agent")
    void failsEveryCheckpointThatTakesLongerThanItsTimeout(FlinkLine line, TestInfo test) {
        // given
        try (FlinkCluster cluster = line.cluster(test).start()) {
            String job =
                    cluster.rest()
                            .submit(
                                    TestJobs.slowSnapshotJob(cluster.distribution()),
                                    List.of(
                                            "--interval", "500",
                                            "--timeout", "2000",
                                            "--snapshotMillis", "6000"),
                                    2);
            cluster.rest().awaitRunning(job);

            // when
            await("failed checkpoints")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> cluster.rest().checkpoints(job).counts().failed() >= 3);

            // then
            CheckpointCounts counts = cluster.rest().checkpoints(job).counts();
            List<Checkpoint> failed =
                    cluster.rest().checkpoints(job).withStatus(CheckpointStatus.FAILED);
            assertThat(counts.completed()).isZero();
            assertThat(failed)
                    .extracting(Checkpoint::failureMessage)
                    .allSatisfy(message -> assertThat(message).contains("expired"));
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
        }
    }
}
