// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.StopResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of one job, stopped with a checkpoint and started again, over and over. */
@Tag("full")
class StopUnderLoadITCase {

    private static final int STOPS = 20;
    private static final int RECORDS_BETWEEN = 4_000;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "20 stops with a checkpoint under load, no record read or written twice")
    void readsAndWritesEachRecordOnceOverTwentyStops(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster =
                line.cluster(test)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(4)
                        .start()) {
            Beans beans = new Beans(cluster);
            List<Long> millis = new ArrayList<>();
            String path = null;
            long read = 0;
            for (int stop = 1; stop <= STOPS; stop++) {
                // given
                CheckpointCoordinatorMXBean bean = start(cluster, beans, path);
                long enough = read + RECORDS_BETWEEN;
                await("records").atMost(SOON).until(() -> Records.countRead(directory) > enough);

                // when
                StopResult stopped = bean.stopWithCheckpoint(false, SOON.toMillis());

                // then
                path = stopped.getExternalPath();
                millis.add(stopped.getDuration());
                Records records = Records.in(directory);
                read = records.read().size();
                assertThat(records.readAgain()).as("stop %d: %s", stop, records).isZero();
                assertThat(records.duplicates()).as("stop %d: %s", stop, records).isZero();
                assertThat(records.missing()).as("stop %d: %s", stop, records).isZero();
                // one gap-free run of numbers for each of the two splits
                assertThat(records.ends()).as("stop %d: %s", stop, records).hasSize(2);
            }
            millis.sort(null);
            System.out.printf(
                    "Flink %s, %d stops with a checkpoint: %s; median %d ms, longest %d ms%n",
                    line,
                    STOPS,
                    Records.in(directory),
                    millis.get(STOPS / 2),
                    millis.get(STOPS - 1));
            beans.assertHooksAreWell();
        }
    }

    private CheckpointCoordinatorMXBean start(FlinkCluster cluster, Beans beans, String path) {
        var jar = TestJobs.exactlyOnceJob(cluster.distribution());
        List<String> options =
                List.of(
                        "--interval",
                        "100",
                        "--recordsPerSecond",
                        "5000",
                        "--directory",
                        directory.toString());
        String job = cluster.rest().submit(jar.jar(), jar.entryClass(), options, 2, path);
        cluster.rest().awaitRunning(job);
        return beans.job(job);
    }
}
