// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.cluster.Checkpoint;
import io.github.ckptctl.cluster.CheckpointStatus;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Test with a part of the agent broken on purpose in a real JobManager: its job runs, checkpoints,
 * fails over and is restored as if there were no agent, and one line in the log reports what is
 * wrong.
 */
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class FailSafeITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String COORDINATOR =
            "org.apache.flink.runtime.checkpoint.CheckpointCoordinator";

    private final FlinkLine line;

    @TempDir Path directory;

    FailSafeITCase(FlinkLine line) {
        this.line = line;
    }

    @Proves(scenario = "Flink is as without the agent when a part of it is broken")
    @ParameterizedTest
    @Tag("full")
    @CsvSource({
        "fail:agent.AgentInstaller#start, 'the agent stays out, the JVM runs on without it'",
        "fail:agent.AgentOptions#of, 'ckptctl stays out, the JobManager runs on without it'",
        "hang:agent.AgentOptions#of, 'ckptctl is not ready; jobs start without it'",
        "fail:agent.instrumentation.AgentTransformer#weave, 'CheckpointCoordinator is not woven'",
        "fail:flink.FlinkRuntime#missing, 'ckptctl stays out, the JobManager runs on without it'",
        "fail:agent.http.server.JolokiaEndpoint#start, 'HTTP stays off, JMX works'",
        "fail:agent.jmx.JobMBeanExporter#register, 'A task of the agent failed'",
        "fail:flink.JobMetricsExporter#add, 'A task of the agent failed'",
        "fail:flink.WeakJobMasterSession#*, 'A hook failed; Flink went on with its own behaviour'",
    })
    void runsTheJobWhenAPartIsBroken(String sabotage, String said, TestInfo test) throws Exception {
        String broken = sabotage.replace(":", ":io.github.ckptctl.");
        try (FlinkCluster cluster = broken(broken, test).start()) {
            runAsStock(cluster);
            assertThat(said(cluster)).contains(said);
        }
    }

    @Proves(scenario = "Flink is as without the agent when every hook fails")
    @Test
    @Tag("main")
    void runsTheJobWhenEveryHookFails(TestInfo test) throws Exception {
        String everything = "fail:io.github.ckptctl.flink.FlinkHookHandler#*";
        try (FlinkCluster cluster = broken(everything, test).jmx(true).start()) {
            String job = runAsStock(cluster);
            cluster.startTaskManager();
            cluster.killTaskManager(0);
            awaitRestores(cluster, job, 2);
            CheckpointAgentMXBean agent = new Beans(cluster).agent();
            assertThat(agent.getHookErrors()).isGreaterThan(20);
            assertThat(agent.getLastHookError()).contains("broken on purpose");
        }
    }

    @Proves(scenario = "Flink serves its own routes when ours are broken")
    @Test
    @Tag("full")
    void servesFlinksRoutesWhenOursAreBroken(TestInfo test) throws Exception {
        String routes = "fail:io.github.ckptctl.flink.rest.RouteInterceptor#*";
        try (FlinkCluster cluster = broken(routes, test).jmx(true).start()) {
            String job = runAsStock(cluster);
            assertThat(cluster.rest().checkpointConfig(job).get("interval").getAsLong())
                    .isEqualTo(500);
            CheckpointAgentMXBean agent = new Beans(cluster).agent();
            assertThat(agent.getHookErrors()).isPositive();
            assertThat(agent.getLastHookError()).contains("broken on purpose");
        }
    }

    @Proves(scenario = "without one of its members Flink loses that capability only")
    @Test
    @Tag("full")
    void losesOneCapabilityWithTheMemberItRestsOn(TestInfo test) throws Exception {
        String renamed = "rename:" + COORDINATOR + "#preCheckGlobalState";
        try (FlinkCluster cluster = broken(renamed, test).jmx(true).start()) {
            // given
            String job = runAsStock(cluster);
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = beans.job(job);

            // then
            Set<String> lackedAnyway =
                    line.lacks().stream().map(Capability::name).collect(Collectors.toSet());
            assertThat(beans.agent().getMissingCapabilities())
                    .filteredOn(lost -> !lackedAnyway.contains(lost.getName()))
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.getName()).isEqualTo("SUSPENSION"))
                    .satisfies(
                            lost ->
                                    assertThat(lost.getReason())
                                            .contains("CheckpointCoordinator.preCheckGlobalState"));
            assertThatThrownBy(() -> bean.suspend("PERIODIC"))
                    .hasStackTraceContaining("what the capability SUSPENSION needs");
            bean.setInterval(700);
            bean.setTimeout(700_000);
            SharedClusterTestBase.awaitCheckpoint(bean);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
            beans.assertHooksAreWell();
        }
    }

    @Proves(scenario = "nothing behind SLF4J")
    @Test
    @Tag("full")
    void runsTheJobWhenNothingIsLogged(TestInfo test) throws Exception {
        try (FlinkCluster cluster =
                cluster(test, "")
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .logging(false)
                        .jmx(true)
                        .start()) {
            String job = runAsStock(cluster);
            Beans beans = new Beans(cluster);
            SharedClusterTestBase.awaitCheckpoint(beans.job(job));
            beans.assertHooksAreWell();
        }
    }

    private FlinkClusterBuilder broken(String sabotage, TestInfo test) throws Exception {
        String part = sabotage.substring(sabotage.lastIndexOf('.')).replaceAll("\\W+", "-");
        return cluster(test, part)
                .agent(SaboteurJar.in(directory), sabotage)
                .agent(AgentJar.path(), "jolokia.port=0");
    }

    private FlinkClusterBuilder cluster(TestInfo test, String part) {
        return line.cluster(
                "FailToStockITCase." + test.getTestMethod().orElseThrow().getName() + part);
    }

    /** Fails unless a job checkpoints and is restored from its latest checkpoint. */
    private String runAsStock(FlinkCluster cluster) throws IOException {
        Path failFile = directory.resolve("fail");
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of(
                                        "--interval",
                                        "500",
                                        "--timeout",
                                        "600000",
                                        "--failFile",
                                        failFile.toString()),
                                2);
        cluster.rest().awaitRunning(job);
        awaitCheckpoints(cluster, job, 0);
        Files.createFile(failFile);
        awaitRestores(cluster, job, 1);
        return job;
    }

    /** Fails unless a job has been restored this number of times, and checkpoints again. */
    private static void awaitRestores(FlinkCluster cluster, String job, int restores) {
        await("the restore")
                .atMost(SOON)
                .until(() -> cluster.rest().checkpoints(job).counts().restored() == restores);
        awaitCheckpoints(cluster, job, newest(cluster, job));
        assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
    }

    private static void awaitCheckpoints(FlinkCluster cluster, String job, long after) {
        await("checkpoints").atMost(SOON).until(() -> newest(cluster, job) >= after + 3);
    }

    private static long newest(FlinkCluster cluster, String job) {
        return cluster.rest().checkpoints(job).withStatus(CheckpointStatus.COMPLETED).stream()
                .mapToLong(Checkpoint::id)
                .max()
                .orElse(0);
    }

    private static String said(FlinkCluster cluster) {
        try (var files = Files.list(cluster.logDirectory())) {
            StringBuilder said = new StringBuilder();
            for (Path file : files.filter(f -> f.toString().contains("jobmanager")).toList()) {
                said.append(Files.readString(file));
            }
            return said.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
