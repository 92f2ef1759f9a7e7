// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CheckpointsCleaner;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.DefaultCompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.checkpoint.StandaloneCompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.ZooKeeperCheckpointStoreUtil;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.persistence.TestingStateHandleStore;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Test that what Flink's own stores leave of a checkpoint is what it was reported to survive. */
class RetentionTest {

    /** Flink's names of the ends, except for the one that it does not see. */
    private static final Map<JobEnd, JobStatus> STATUS =
            new EnumMap<>(
                    Map.of(
                            JobEnd.SHUTDOWN, JobStatus.SUSPENDED,
                            JobEnd.CANCEL, JobStatus.CANCELED,
                            JobEnd.FAILURE, JobStatus.FAILED,
                            JobEnd.FINISH, JobStatus.FINISHED));

    @RegisterExtension private final WovenFlink flink = new WovenFlink();
    @TempDir private Path directory;

    private CompletedCheckpointStore store;
    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;

    @ParameterizedTest
    @CsvSource({
        "NEVER_RETAIN_AFTER_TERMINATION, false, KILL",
        "RETAIN_ON_FAILURE, false, KILL FAILURE",
        "RETAIN_ON_CANCELLATION, false, KILL SHUTDOWN CANCEL FAILURE",
        "NEVER_RETAIN_AFTER_TERMINATION, true, KILL SHUTDOWN",
        "RETAIN_ON_FAILURE, true, KILL SHUTDOWN FAILURE",
        "RETAIN_ON_CANCELLATION, true, KILL SHUTDOWN CANCEL FAILURE"
    })
    void saysWhatIsLeft(
            CheckpointRetentionPolicy submitted, boolean highAvailability, String expected)
            throws Exception {
        for (Map.Entry<JobEnd, JobStatus> end : STATUS.entrySet()) {
            // given
            submit(submitted, highAvailability);
            complete();
            CompletedCheckpointInfo latest = latest();

            // when
            store.shutdown(end.getValue(), new CheckpointsCleaner());

            // then
            assertThat(names(latest)).isEqualTo(expected);
            assertThat(isLeft(latest)).as("%s", end).isEqualTo(latest.survives(end.getKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(CheckpointRetentionPolicy.class)
    void keepsWhatIsCompleteAlreadyByWhatIsSetThen(CheckpointRetentionPolicy submitted)
            throws Exception {
        Map<String, String> expected =
                Map.of(
                        "NO_EXTERNALIZED_CHECKPOINTS", "KILL",
                        "DELETE_ON_CANCELLATION", "KILL FAILURE",
                        "RETAIN_ON_CANCELLATION", "KILL SHUTDOWN CANCEL FAILURE");
        for (Map.Entry<String, String> retention : expected.entrySet()) {
            for (Map.Entry<JobEnd, JobStatus> end : STATUS.entrySet()) {
                // given
                submit(submitted, false);
                complete();

                // when
                set(retention.getKey());
                CompletedCheckpointInfo latest = latest();
                store.shutdown(end.getValue(), new CheckpointsCleaner());

                // then
                assertThat(names(latest)).isEqualTo(retention.getValue());
                assertThat(isLeft(latest)).as("%s", end).isEqualTo(latest.survives(end.getKey()));
            }
        }
    }

    @Test
    void knowsWhatWasSubmittedAndGoesBackToIt() throws Exception {
        // given
        submit(CheckpointRetentionPolicy.RETAIN_ON_FAILURE, false);
        complete();
        assertThat(job.settings().submitted().get(Setting.RETENTION)).isEqualTo(1);

        // when
        set("RETAIN_ON_CANCELLATION");
        assertThat(latest().survives(JobEnd.CANCEL)).isTrue();
        job.settingsService().reset();

        // then
        assertThat(names(latest())).isEqualTo("KILL FAILURE");
        store.shutdown(JobStatus.CANCELED, new CheckpointsCleaner());
        assertThat(isLeft(latest())).isFalse();
    }

    @Test
    void leavesASavepointAlone() throws Exception {
        // given
        submit(CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION, false);
        set("NO_EXTERNALIZED_CHECKPOINTS");

        // when
        Future<CompletedCheckpoint> savepoint =
                coordinator.triggerSavepoint(
                        directory.resolve("savepoint").toUri().toString(),
                        SavepointFormatType.CANONICAL);
        acknowledge();

        // then
        assertThat(STATUS.values()).noneMatch(savepoint.get()::shouldBeDiscardedOnShutdown);
    }

    @Test
    void isStockAgainWhenTheHooksAreGone() throws Exception {
        // given
        submit(CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION, false);
        complete();
        set("RETAIN_ON_CANCELLATION");
        CompletedCheckpointInfo latest = latest();

        // when
        CheckpointHooks.uninstall();
        store.shutdown(JobStatus.SUSPENDED, new CheckpointsCleaner());

        // then
        assertThat(isLeft(latest)).isFalse();
    }

    private void submit(CheckpointRetentionPolicy retention, boolean highAvailability)
            throws Exception {
        store =
                highAvailability
                        ? new DefaultCompletedCheckpointStore<>(
                                1,
                                TestingStateHandleStore.<CompletedCheckpoint>newBuilder()
                                        .setRemoveFunction(name -> true)
                                        .build(),
                                ZooKeeperCheckpointStoreUtil.INSTANCE,
                                List.of(),
                                new SharedStateRegistryImpl(Executors.directExecutor()),
                                Executors.directExecutor())
                        : new StandaloneCompletedCheckpointStore(1);
        coordinator = flink.retaining(retention, directory, store, flink.graph());
        job = flink.jobOf(coordinator);
    }

    private void set(String retention) {
        job.settingsService().change(Map.of("Retention", retention), "", 0, -1);
    }

    private void complete() throws Exception {
        coordinator.triggerCheckpoint(false);
        acknowledge();
    }

    private void acknowledge() throws Exception {
        flink.timer.runQueued();
        PendingCheckpoint pending = coordinator.getPendingCheckpoints().values().iterator().next();
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(
                            (JobID) FlinkField.of(coordinator, "job"),
                            task.getAttemptId(),
                            pending.getCheckpointID()),
                    "here");
        }
        flink.timer.runQueued();
    }

    private CompletedCheckpointInfo latest() {
        return job.engine().latestCompleted();
    }

    private static String names(CompletedCheckpointInfo checkpoint) {
        return Arrays.stream(checkpoint.getSurvives())
                .map(JobEnd::name)
                .collect(Collectors.joining(" "));
    }

    private static boolean isLeft(CompletedCheckpointInfo checkpoint) {
        Path files = Path.of(URI.create(checkpoint.getExternalPath()));
        return Files.exists(files.resolve("_metadata"));
    }
}
