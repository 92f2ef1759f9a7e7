// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.cluster;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkProcess;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.support.AbandonedCluster;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.FlinkProcesses;
import io.github.ckptctl.it.support.ThreadDump;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** Test of the fixture itself. */
@Tag("full")
class FlinkClusterITCase {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Pattern ROOT = Pattern.compile("/\\S*/ckptctl-flink-\\d+");
    private static final Pattern HELD =
            Pattern.compile(
                    "SlowMetadataFileSystem\\.hold.*"
                            + "(\\n\\s.*)*?CheckpointCoordinator\\.receiveAcknowledgeMessage.*"
                            + "\\n\\s+- locked");

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void survivesATaskManagerLossAndStopsWithSavepoint(FlinkLine line, TestInfo test)
            throws IOException {
        List<FlinkProcess> processes = new ArrayList<>();
        Path files;
        try (FlinkCluster cluster = line.cluster(test).jmx(true).start()) {
            files = cluster.checkpointDirectory();
            FlinkRest rest = cluster.rest();
            assertThat(cluster.jmx().getMBeanCount()).isPositive();

            String job = submitFastJob(cluster, 2);
            awaitCompleted(rest, job, 2);
            assertThat(rest.checkpointConfig(job).get("interval").getAsLong()).isEqualTo(300);

            cluster.killTaskManager(0);
            int index = cluster.startTaskManager();
            await("restore").atMost(BOUND).until(() -> restored(rest, job) > 0);
            int before = rest.checkpoints(job).counts().completed();
            awaitCompleted(rest, job, before + 2);

            String savepoint = rest.stopWithSavepoint(job, null);
            assertThat(savepoint).contains(cluster.savepointDirectory().toString());
            await("end").atMost(BOUND).until(() -> rest.jobStatus(job).equals("FINISHED"));

            processes.add(cluster.jobManager());
            processes.add(cluster.taskManagers().get(index));
            assertThat(processes).allMatch(FlinkProcess::isAlive);
        }

        assertThat(processes)
                .allSatisfy(process -> assertThat(ProcessHandle.of(process.pid())).isEmpty());
        assertThat(files).doesNotExist();
        assertThat(processes.get(0).logText()).contains("Stopping checkpoint coordinator");
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void rescalesAJobWithTheAdaptiveScheduler(FlinkLine line, TestInfo test) {
        try (FlinkCluster cluster = new FlinkLine(line.version(), true).cluster(test).start()) {
            FlinkRest rest = cluster.rest();
            String job = submitFastJob(cluster, 2);
            awaitCompleted(rest, job, 1);

            rest.putResourceRequirements(
                    job,
                    rest.vertices(job).stream()
                            .collect(Collectors.toMap(JobVertex::id, vertex -> 1)));

            await("rescale")
                    .atMost(BOUND)
                    .until(
                            () ->
                                    rest.vertices(job).stream()
                                            .allMatch(vertex -> vertex.parallelism() == 1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void holdsTheCompletionOfACheckpointUntilReleased(
            FlinkLine line, TestInfo test, @TempDir Path directory) throws IOException {
        Path control = directory.resolve("control");
        try (FlinkCluster cluster = line.cluster(test).slowMetadata(control).start()) {
            FlinkRest rest = cluster.rest();
            String job = submitFastJob(cluster, 1);
            awaitCompleted(rest, job, 1);

            Files.writeString(control, "3600000");
            await("a checkpoint that is acknowledged but not complete")
                    .atMost(BOUND)
                    .until(() -> isHeld(cluster));
            int held = rest.checkpoints(job).counts().completed();
            await("a while")
                    .during(Duration.ofSeconds(2))
                    .until(() -> completed(rest, job) == held);

            Files.delete(control);
            awaitCompleted(rest, job, held + 2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    void triggersNothingWhileASourceReportsABacklog(
            FlinkLine line, TestInfo test, @TempDir Path directory) throws IOException {
        // given
        assumeThat(line.lacks()).doesNotContain(Capability.INTERVAL_DURING_BACKLOG);
        Path backlog = Files.createFile(directory.resolve("backlog"));
        try (FlinkCluster cluster = line.cluster(test).start()) {
            FlinkRest rest = cluster.rest();
            String job =
                    rest.submit(
                            TestJobs.backlogJob(cluster.distribution()),
                            List.of(
                                    "--interval", "300",
                                    "--intervalDuringBacklog", "0",
                                    "--backlogFile", backlog.toString()),
                            2);
            rest.awaitRunning(job);
            awaitNoTrigger(rest, job);

            // when, then
            Files.delete(backlog);
            awaitCompleted(rest, job, rest.checkpoints(job).counts().completed() + 3);

            // when, then
            Files.createFile(backlog);
            awaitNoTrigger(rest, job);
        }
    }

    @Test
    void reportsTheJobManagersLogWhenItDoesNotStart(TestInfo test) {
        FlinkLine line = FlinkLine.first().findFirst().orElseThrow();
        assertThatThrownBy(() -> line.cluster(test).config("jobmanager.rpc.port", "none").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("jobmanager.rpc.port");
    }

    @Test
    void leavesNothingBehindWhenItsStartIsInterrupted() throws Exception {
        // given
        String version = FlinkLine.versions().findFirst().orElseThrow();
        Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
        Throwable[] failure = new Throwable[1];
        Thread starter =
                new Thread(
                        () ->
                                failure[0] =
                                        catchThrowable(
                                                () ->
                                                        FlinkCluster.builder()
                                                                .flink(version)
                                                                .start()));
        starter.start();
        await("a process of the cluster")
                .atMost(Duration.ofMinutes(3))
                .until(
                        () ->
                                ProcessHandle.current()
                                        .children()
                                        .anyMatch(child -> !others.contains(child)));

        // when
        starter.interrupt();
        starter.join();

        // then
        assertThat(failure[0]).hasMessageContaining("interrupted");
        Matcher root = ROOT.matcher(failure[0].getMessage());
        assertThat(root.find()).isTrue();
        assertThat(Path.of(root.group())).doesNotExist();
        assertThat(FlinkProcesses.in(Path.of(root.group()))).isEmpty();
    }

    @Test
    void leavesNothingRunningWhenTheJvmThatStartedItIsKilled(@TempDir Path directory)
            throws IOException {
        // given
        Process owner =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + directory,
                                "-cp",
                                System.getProperty("java.class.path"),
                                AbandonedCluster.class.getName(),
                                FlinkLine.versions().findFirst().orElseThrow(),
                                directory.resolve("logs").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<ProcessHandle> processes =
                owner.inputReader()
                        .lines()
                        .takeWhile(line -> !line.equals("started"))
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList();
        assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);

        // when
        owner.destroyForcibly();

        // then
        await("end")
                .atMost(BOUND)
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static String submitFastJob(FlinkCluster cluster, int parallelism) {
        return cluster.rest()
                .submit(
                        TestJobs.slowSnapshotJob(cluster.distribution()),
                        List.of("--interval", "300", "--name", "fast"),
                        parallelism);
    }

    private static void awaitCompleted(FlinkRest rest, String job, int count) {
        await(count + " completed checkpoints")
                .atMost(BOUND)
                .until(() -> completed(rest, job) >= count);
    }

    /** Waits for ten intervals without a trigger. */
    private static void awaitNoTrigger(FlinkRest rest, String job) {
        AtomicInteger last = new AtomicInteger(-1);
        await("no trigger")
                .during(Duration.ofSeconds(3))
                .atMost(BOUND)
                .until(
                        () -> {
                            int total = rest.checkpoints(job).counts().total();
                            return last.getAndSet(total) == total;
                        });
    }

    private static int completed(FlinkRest rest, String job) {
        return rest.checkpoints(job).counts().completed();
    }

    private static int restored(FlinkRest rest, String job) {
        return rest.checkpoints(job).counts().restored();
    }

    /** Returns whether a thread is blocked, and itself holds the coordinator's lock meanwhile. */
    private static boolean isHeld(FlinkCluster cluster) {
        return HELD.matcher(ThreadDump.of(cluster.jobManagerPid())).find();
    }
}
