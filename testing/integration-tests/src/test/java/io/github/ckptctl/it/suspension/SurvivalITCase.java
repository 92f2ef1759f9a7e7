// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.suspension;

import com.google.gson.JsonArray;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.SafeToKillResult;
import io.github.ckptctl.mbeans.StopResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean.DELETE_ON_CANCELLATION;
import static io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean.NO_EXTERNALIZED_CHECKPOINTS;
import static io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean.RETAIN_ON_CANCELLATION;
import static io.github.ckptctl.mbeans.JobEnd.CANCEL;
import static io.github.ckptctl.mbeans.JobEnd.FAILURE;
import static io.github.ckptctl.mbeans.JobEnd.FINISH;
import static io.github.ckptctl.mbeans.JobEnd.KILL;
import static io.github.ckptctl.mbeans.JobEnd.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of what a checkpoint is reported to survive, and of what remains of it when the job or the
 * cluster ends.
 */
@Tag("full")
class SurvivalITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final List<String> RETENTIONS =
            List.of(NO_EXTERNALIZED_CHECKPOINTS, DELETE_ON_CANCELLATION, RETAIN_ON_CANCELLATION);

    /** All jobs of a test run at once. */
    private static final int SLOTS = 20;

    @TempDir private Path directory;

    private final List<Job> jobs = new ArrayList<>();
    private FlinkCluster cluster;
    private Beans beans;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(
            value = Capability.RETENTION,
            scenario =
                    "without high availability: what a checkpoint survives, and how to make it"
                            + " survive more; each end for real")
    void leavesWhatItSaysWithoutHighAvailability(FlinkLine line, TestInfo test) throws Exception {
        Job cured;
        try (FlinkCluster old = start(keeping(line.cluster(test)))) {
            // given: one job for each end
            for (String retention : RETENTIONS) {
                for (JobEnd end : List.of(SHUTDOWN, CANCEL, FAILURE, FINISH)) {
                    submit(end, retention);
                }
            }
            Job inMemory =
                    submit(SHUTDOWN, RETAIN_ON_CANCELLATION, "state.checkpoint-storage=jobmanager");
            cured = submit(SHUTDOWN, "");
            Job curedForCancel = submit(CANCEL, "");
            Job spoilt = submit(SHUTDOWN, RETAIN_ON_CANCELLATION);
            takeCheckpoints();

            // then
            assertThat(cured.bean.getRetention()).isEqualTo(NO_EXTERNALIZED_CHECKPOINTS);
            for (Job job : jobs) {
                assertThat(job.checkpoint.getSurvives())
                        .as(job.retention)
                        .containsExactly(survivors(job.retention));
                assertThat(job.bean.getRetention()).isEqualTo(job.retention);
            }
            assertThat(inMemory.checkpoint.getExternalPath())
                    .as("the metadata has a directory, and the state is in it")
                    .isNotEmpty();

            // when
            assertThat(safeToKill(cured).getReason())
                    .startsWith("Flink deletes checkpoint " + cured.checkpoint.getId())
                    .contains("set Retention to RETAIN_ON_CANCELLATION");
            setRetention(cured, RETAIN_ON_CANCELLATION);
            setRetention(curedForCancel, RETAIN_ON_CANCELLATION);
            setRetention(spoilt, NO_EXTERNALIZED_CHECKPOINTS);
            assertThat(old.rest().checkpointConfig(cured.id).get("externalization").toString())
                    .contains("\"enabled\":true", "\"delete_on_cancellation\":false");
            List<StopResult> stopped = end();

            // then
            assertThatWhatItSaysIsLeft();
            assertThat(stopped)
                    .hasSize(RETENTIONS.size())
                    .allSatisfy(
                            stop -> {
                                assertThat(stop.getSurvives()).containsExactly(JobEnd.values());
                                assertThat(isLeft(stop.getExternalPath())).isTrue();
                            });
        }
        jobs.clear();
        startsFromAndIsKilled(line, test, cured.checkpoint);
    }

    /** Starts a job from the checkpoint of another cluster, and kills the JobManager. */
    private void startsFromAndIsKilled(
            FlinkLine line, TestInfo test, CompletedCheckpointInfo from) {
        try (FlinkCluster next = start(line.cluster(test).config("state.checkpoints.dir", ""))) {
            // when
            String dir = "state.checkpoints.dir=" + directory.toUri();
            Job restored = submitFrom(from.getExternalPath(), KILL, "", dir);
            Job lost = submit(KILL, RETAIN_ON_CANCELLATION);
            next.rest().awaitRunning(restored.id);

            // then
            assertThat(next.rest().checkpoints(restored.id).restoredId()).isEqualTo(from.getId());
            CompletedCheckpointInfo restoredFrom =
                    beans.job(restored.id).getLatestCompletedCheckpoint();
            assertThat(restoredFrom.getId()).isEqualTo(from.getId());
            assertThat(restoredFrom.getSurvives())
                    .as("what a job was started from is not Flink's to delete")
                    .containsExactly(JobEnd.values());

            // when
            takeCheckpoints();

            // then
            assertThat(restored.checkpoint.getId()).isGreaterThan(from.getId());
            assertThat(restored.checkpoint.getSurvives()).containsExactly(KILL);
            assertThat(lost.checkpoint.getExternalPath()).isEmpty();
            assertThat(lost.checkpoint.getSurvives()).isEmpty();
            assertThat(safeToKill(lost).isSafe()).isFalse();
            assertThat(safeToKill(lost).getReason())
                    .contains("in the JobManager's memory and has no path");
            JsonArray overRest =
                    next.rest()
                            .get("/jobs/" + restored.id + "/checkpointing/latest")
                            .getAsJsonObject()
                            .getAsJsonArray("survives");
            assertThat(overRest).singleElement().hasToString("\"KILL\"");

            // when
            beans.assertHooksAreWell();
            next.jobManager().kill();

            // then
            assertThat(isLeft(restored.checkpoint.getExternalPath())).isTrue();
            assertThat(isLeft(from.getExternalPath())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(
            value = {Capability.RETENTION, Capability.PERSISTENCE},
            scenario =
                    "with high availability: what a checkpoint survives, also under the next leader")
    void leavesWhatItSaysWithHighAvailability(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = start(keeping(line.cluster(test).highAvailability(1)))) {
            // given
            for (String retention : RETENTIONS) {
                submit(SHUTDOWN, retention);
                submit(CANCEL, retention);
            }
            submit(FAILURE, NO_EXTERNALIZED_CHECKPOINTS);
            submit(FAILURE, DELETE_ON_CANCELLATION);
            Job cured = submit(SHUTDOWN, "");
            takeCheckpoints();

            // then
            for (Job job : jobs) {
                assertThat(job.checkpoint.getSurvives())
                        .as(job.retention)
                        .startsWith(KILL, SHUTDOWN)
                        .endsWith(
                                job.retention.equals(NO_EXTERNALIZED_CHECKPOINTS)
                                        ? SHUTDOWN
                                        : FAILURE);
                assertThat(job.checkpoint.survives(CANCEL))
                        .isEqualTo(job.retention.equals(RETAIN_ON_CANCELLATION));
            }

            // when
            setRetention(cured, RETAIN_ON_CANCELLATION);
            end();

            // then
            assertThatWhatItSaysIsLeft();

            // when: the next leader
            cluster.startJobManager();
            Job uncured = jobs.get(0);
            List<Job> recovered = List.of(cured, uncured);
            beans = new Beans(cluster);
            for (Job job : recovered) {
                cluster.rest().awaitRunning(job.id);
                job.bean = beans.job(job.id);
                assertThat(job.bean.getLatestCompletedId()).isEqualTo(job.checkpoint.getId());
                cluster.rest().cancel(job.id);
            }

            // then
            assertThat(uncured.retention).isEqualTo(NO_EXTERNALIZED_CHECKPOINTS);
            awaitGone(uncured);
            beans.assertHooksAreWell();
            cluster.jobManager().stop();
            assertThat(isLeft(cured.checkpoint.getExternalPath())).isTrue();
        }
    }

    /** Makes checkpoints outlive the cluster. */
    private FlinkClusterBuilder keeping(FlinkClusterBuilder builder) {
        return builder.config("state.checkpoints.dir", directory.toUri().toString());
    }

    private FlinkCluster start(FlinkClusterBuilder builder) {
        cluster =
                builder.slots(SLOTS)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start();
        beans = new Beans(cluster);
        return cluster;
    }

    private Job submit(JobEnd end, String retention, String... settings) {
        return submitFrom(null, end, retention, settings);
    }

    private Job submitFrom(String path, JobEnd end, String retention, String... settings) {
        Path failFile = directory.resolve("fail-" + jobs.size());
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("restart-strategy.type=none");
        if (!retention.isEmpty()) {
            all.add("execution.checkpointing.externalized-checkpoint-retention=" + retention);
        }
        List<String> options =
                new ArrayList<>(
                        List.of("--set", String.join(",", all), "--failFile", failFile.toString()));
        if (path == null) {
            // without one, the checkpoint that a job was started from stays the newest
            options.addAll(List.of("--interval", "3600000"));
        }
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        String id = cluster.rest().submit(jar.jar(), jar.entryClass(), options, 1, path);
        Job job =
                new Job(
                        id,
                        end,
                        retention.isEmpty() ? NO_EXTERNALIZED_CHECKPOINTS : retention,
                        failFile);
        jobs.add(job);
        return job;
    }

    private void takeCheckpoints() {
        for (Job job : jobs) {
            cluster.rest().awaitRunning(job.id);
            job.bean = beans.job(job.id);
            // no other one follows
            assertThat(job.bean.quiesce(60_000).isQuiesced()).isTrue();
            job.checkpoint = job.bean.triggerCheckpoint("CONFIGURED");
        }
    }

    /** Sets a retention, which applies to the checkpoint that already exists. */
    private static void setRetention(Job job, String retention) {
        job.bean.setRetention(retention);
        job.checkpoint = job.bean.getLatestCompletedCheckpoint();
        job.retention = retention;
    }

    private static SafeToKillResult safeToKill(Job job) {
        job.bean.suspend("ALL");
        return job.bean.safeToKill();
    }

    /** Ends every job in its own way, the JobManager last. */
    private List<StopResult> end() throws IOException {
        List<StopResult> stopped = new ArrayList<>();
        for (Job job : jobs) {
            switch (job.end) {
                case CANCEL:
                    cluster.rest().cancel(job.id);
                    awaitStatus(job, "CANCELED");
                    break;
                case FAILURE:
                    Files.createFile(job.failFile);
                    awaitStatus(job, "FAILED");
                    break;
                case FINISH:
                    stopped.add(job.bean.stopWithCheckpoint(false, 60_000));
                    awaitStatus(job, "FINISHED");
                    break;
                default:
                    assertThat(safeToKill(job).isSafe())
                            .as(job.retention)
                            .isEqualTo(job.checkpoint.survives(SHUTDOWN));
            }
            if (job.end != SHUTDOWN && !job.checkpoint.survives(job.end)) {
                awaitGone(job);
            }
        }
        beans.assertHooksAreWell();
        cluster.jobManager().stop();
        return stopped;
    }

    private void awaitStatus(Job job, String status) {
        await(status).atMost(SOON).until(() -> cluster.rest().jobStatus(job.id).equals(status));
    }

    private static void awaitGone(Job job) {
        await("the checkpoint to be deleted")
                .atMost(SOON)
                .until(() -> !isLeft(job.checkpoint.getExternalPath()));
    }

    /** Asserts what remains. Nothing is deleted any more: the JobManager is gone. */
    private void assertThatWhatItSaysIsLeft() {
        for (Job job : jobs) {
            assertThat(isLeft(job.checkpoint.getExternalPath()))
                    .as("%s after %s", job.retention, job.end)
                    .isEqualTo(job.checkpoint.survives(job.end));
        }
    }

    private static boolean isLeft(String path) {
        return Files.exists(Path.of(URI.create(path)).resolve("_metadata"));
    }

    private static JobEnd[] survivors(String retention) {
        switch (retention) {
            case RETAIN_ON_CANCELLATION:
                return new JobEnd[] {KILL, SHUTDOWN, CANCEL, FAILURE};
            case DELETE_ON_CANCELLATION:
                return new JobEnd[] {KILL, FAILURE};
            default:
                return new JobEnd[] {KILL};
        }
    }

    /** A job with one checkpoint, and the way in which it is to end. */
    private static final class Job {

        private final String id;
        private final JobEnd end;
        private final Path failFile;
        private String retention;
        private CheckpointCoordinatorMXBean bean;
        private CompletedCheckpointInfo checkpoint;

        Job(String id, JobEnd end, String retention, Path failFile) {
            this.id = id;
            this.end = end;
            this.retention = retention;
            this.failFile = failFile;
        }
    }
}
