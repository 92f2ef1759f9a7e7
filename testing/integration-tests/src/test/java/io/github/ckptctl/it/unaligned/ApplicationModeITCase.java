// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.unaligned;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.Counting;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of a JobManager that runs the main method of one job. */
@Tag("full")
class ApplicationModeITCase {

    private static final String JOB = "00000000000000000000000000000007";

    /** Has Flink's entry point for application mode; it is not there for every version. */
    private static final Path ENTRY_POINT =
            Path.of("target", "other-agents", "flink-container.jar");

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    @Proves(scenario = "unaligned checkpoints switched on without a restart in application mode")
    void goesUnalignedWithoutARestart(FlinkLine line, TestInfo test) throws Exception {
        // given
        Counting counting = new Counting(directory);
        List<String> options = counting.options();
        try (FlinkCluster cluster =
                line.cluster(test)
                        .application(TestJobs::countingJob, JOB, options)
                        .extraJar(ENTRY_POINT)
                        .config("parallelism.default", "2")
                        // the JobManager would exit before the job's end can be read
                        .config("execution.shutdown-on-application-finish", "false")
                        .agent(AgentJar.path(), "jolokia.enabled=false,unaligned.ready=true")
                        .jmx(true)
                        .slots(4)
                        .start()) {
            cluster.rest().awaitRunning(JOB);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(JOB);
            assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
            Counting.awaitAligned(bean);

            // when
            boolean restarted = bean.enableUnaligned(false, "back-pressure").isRestarted();

            // then
            assertThat(restarted).isFalse();
            Counting.awaitUnaligned(bean);
            beans.assertHooksAreWell();
            counting.assertNothingIsLostOrDoubled(cluster.rest(), JOB);
        }
    }
}
