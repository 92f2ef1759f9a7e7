// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.engine.PinKeeper;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.JobEnd;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.UnpinOutcome;
import io.github.ckptctl.mbeans.UnpinResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CheckpointIDCounter;
import org.apache.flink.runtime.checkpoint.CheckpointMetrics;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.CheckpointsCleaner;
import org.apache.flink.runtime.checkpoint.CompletedCheckpoint;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.DefaultCompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.PendingCheckpoint;
import org.apache.flink.runtime.checkpoint.StandaloneCompletedCheckpointStore;
import org.apache.flink.runtime.checkpoint.TaskStateSnapshot;
import org.apache.flink.runtime.checkpoint.ZooKeeperCheckpointStoreUtil;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.messages.checkpoint.AcknowledgeCheckpoint;
import org.apache.flink.runtime.persistence.TestingStateHandleStore;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Test of pinned checkpoints in Flink's own stores: incremental ones, each with a file that all
 * share, one that it shares with the next, and one of its own.
 */
class PinsTest {

    private static final String COMMON = "common";

    @RegisterExtension private final WovenFlink flink = new WovenFlink();
    @TempDir private Path directory;

    private final UUID backend = UUID.randomUUID();
    private CompletedCheckpointStore store;
    private CheckpointCoordinator coordinator;
    private JobCheckpointControl job;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsEveryFileOfAPinnedCheckpointAndNoOther(boolean highAvailability) throws Exception {
        // given
        submit(highAvailability);
        complete();
        CompletedCheckpointInfo second = complete();

        // when
        PinnedCheckpoint pinned = job.pins().pinCheckpoint(second.getId(), "before the upgrade");
        for (int i = 0; i < 10; i++) {
            complete();
        }

        // then
        assertThat(pinned.getExternalPath()).isEqualTo(second.getExternalPath());
        assertThat(pinned.isInStore()).isTrue();
        assertThat(job.pins().pinned().get(0).isInStore()).isFalse();
        assertThat(ids()).as("Flink's store").containsExactly(12L);
        assertThat(isLeft(second)).isTrue();
        assertThat(shared()).containsExactly(COMMON, "from-1", "from-11", "from-12", "from-2");
        assertThat(checkpoints()).containsExactly("chk-12", "chk-2");

        // when
        UnpinResult unpinned = job.pins().unpinCheckpoint(2);

        // then
        assertThat(unpinned.getOutcome()).isEqualTo(UnpinOutcome.DELETED);
        assertThat(shared()).containsExactly(COMMON, "from-11", "from-12");
        assertThat(checkpoints()).containsExactly("chk-12");
        assertThat(job.pins().pinned()).isEmpty();
    }

    @Test
    void keepsWhatAnotherPinnedCheckpointNeeds() throws Exception {
        // given
        submit(false);
        job.pins().pinCheckpoint(complete().getId(), "");
        job.pins().pinCheckpoint(complete().getId(), "");
        complete();
        complete();
        assertThat(shared())
                .containsExactly(COMMON, "from-0", "from-1", "from-2", "from-3", "from-4");

        // when
        job.pins().unpinCheckpoint(2);

        // then
        assertThat(shared()).containsExactly(COMMON, "from-0", "from-1", "from-3", "from-4");
        assertThat(checkpoints()).containsExactly("chk-1", "chk-4");
    }

    @Test
    void leavesACheckpointToFlinkThatFlinkStillRetains() throws Exception {
        // given
        submit(false);
        CompletedCheckpointInfo newest = complete();
        assertThat(newest.getSurvives()).containsExactly(JobEnd.KILL);

        // when
        PinnedCheckpoint pinned = job.pins().pinCheckpoint(PinKeeper.NEWEST, "");
        assertThat(pinned.getId()).isEqualTo(newest.getId());
        assertThat(job.engine().latestCompleted().getSurvives()).containsExactly(JobEnd.values());

        // then
        assertThat(job.pins().unpinCheckpoint(newest.getId()).getOutcome())
                .isEqualTo(UnpinOutcome.RETAINED);
        assertThat(isLeft(newest)).isTrue();
        complete();
        assertThat(isLeft(newest)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = JobStatus.class,
            names = {"FINISHED", "CANCELED", "FAILED", "SUSPENDED"})
    void outlivesTheEndOfTheJob(JobStatus end) throws Exception {
        for (boolean highAvailability : new boolean[] {false, true}) {
            // given: one that Flink has given up, and one that it retains
            submit(highAvailability);
            CompletedCheckpointInfo givenUp = complete();
            job.pins().pinCheckpoint(givenUp.getId(), "");
            complete();
            CompletedCheckpointInfo retained = complete();
            job.pins().pinCheckpoint(retained.getId(), "");

            // when
            store.shutdown(end, new CheckpointsCleaner());

            // then
            assertThat(isLeft(givenUp)).isTrue();
            assertThat(isLeft(retained)).isTrue();
            assertThat(shared()).contains(COMMON, "from-1", "from-2", "from-3");
        }
    }

    @Test
    void deletesEverythingAtTheEndWithoutAPin() throws Exception {
        // given
        submit(false);
        complete();
        CompletedCheckpointInfo newest = complete();

        // when
        store.shutdown(JobStatus.CANCELED, new CheckpointsCleaner());

        // then
        assertThat(isLeft(newest)).isFalse();
        assertThat(shared()).isEmpty();
    }

    @Test
    void keepsUnderTheNextJobManagerWhatThatOneFinds() throws Exception {
        // given: it finds the newest checkpoint, which shares files with the pinned one
        submit(true);
        CompletedCheckpointInfo pinned = complete();
        job.pins().pinCheckpoint(pinned.getId(), "");
        complete();
        List<CompletedCheckpoint> found = store.getAllCheckpoints();
        job = null;
        submit(found);

        // when
        job.engine().pins().adopt(List.of(pinned.getId()));
        complete();
        complete();

        // then
        assertThat(ids()).containsExactly(4L);
        assertThat(isLeft(pinned)).isTrue();
        assertThat(shared()).contains(COMMON, "from-1");

        // when
        UnpinOutcome outcome = job.engine().pins().release(pinned.getId());

        // then: it cannot know what else needs them
        assertThat(outcome).isEqualTo(UnpinOutcome.LEFT);
        assertThat(isLeft(pinned)).isTrue();
    }

    @Test
    void rejectsWhatFlinkDoesNotRetain() throws Exception {
        // given
        submit(false);
        assertThatThrownBy(() -> job.pins().pinCheckpoint(PinKeeper.NEWEST, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed: no checkpoint has completed yet");
        complete();
        complete();

        // when, then
        assertThatThrownBy(() -> job.pins().pinCheckpoint(1, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing changed: checkpoint 1 is none that Flink retains")
                .hasMessageContaining("it retains 2");
        assertThat(job.pins().pinned()).isEmpty();
    }

    @Test
    void isStockAgainWhenTheHooksAreGone() throws Exception {
        // given
        submit(false);
        CompletedCheckpointInfo pinned = complete();
        job.pins().pinCheckpoint(pinned.getId(), "");

        // when
        CheckpointHooks.uninstall();
        complete();

        // then
        assertThat(checkpoints()).containsExactly("chk-2");
    }

    @Test
    void retainsAsManyAsAreSet() throws Exception {
        // given
        submit(false);
        assertThat(job.settings().submitted().get(Setting.NUM_RETAINED)).isEqualTo(1);

        // when, then
        set("NumRetained", "3");
        for (int i = 0; i < 5; i++) {
            complete();
        }
        assertThat(ids()).containsExactly(3L, 4L, 5L);
        set("NumRetained", "2");
        assertThat(ids()).as("until the next completes").hasSize(3);
        complete();
        assertThat(ids()).containsExactly(5L, 6L);
        assertThat(checkpoints()).containsExactly("chk-5", "chk-6");
        job.settingsService().reset();
        complete();
        assertThat(ids()).containsExactly(7L);
    }

    @Test
    void hasAsManyInFlightAsAreSet() throws Exception {
        // given
        submit(false);
        trigger();
        trigger();
        assertThat(coordinator.getPendingCheckpoints()).hasSize(1);

        // when
        set("MaxConcurrent", "3");
        trigger();

        // then
        assertThat(coordinator.getPendingCheckpoints()).hasSizeBetween(2, 3);
        trigger();
        trigger();
        assertThat(coordinator.getPendingCheckpoints()).hasSize(3);
    }

    private void set(String name, String value) {
        job.settingsService().change(Map.of(name, value), "", 0, -1);
    }

    private void submit(boolean highAvailability) throws Exception {
        if (highAvailability) {
            submit(List.of());
        } else {
            use(new StandaloneCompletedCheckpointStore(1));
        }
    }

    /** Submits a job whose store has found checkpoints, as the next leader's does. */
    private void submit(List<CompletedCheckpoint> found) throws Exception {
        SharedStateRegistry registry = new SharedStateRegistryImpl(Executors.directExecutor());
        for (CompletedCheckpoint checkpoint : found) {
            registry.registerAll(
                    checkpoint.getOperatorStates().values(), checkpoint.getCheckpointID());
        }
        use(
                new DefaultCompletedCheckpointStore<>(
                        1,
                        TestingStateHandleStore.<CompletedCheckpoint>newBuilder()
                                .setRemoveFunction(name -> true)
                                .build(),
                        ZooKeeperCheckpointStoreUtil.INSTANCE,
                        found,
                        registry,
                        Executors.directExecutor()));
        if (!found.isEmpty()) {
            ((CheckpointIDCounter) FlinkField.of(coordinator, "checkpointIdCounter"))
                    .setCount(found.get(found.size() - 1).getCheckpointID() + 1);
        }
    }

    private void use(CompletedCheckpointStore used) throws Exception {
        store = used;
        coordinator =
                flink.retaining(
                        CheckpointRetentionPolicy.NEVER_RETAIN_AFTER_TERMINATION,
                        directory.resolve("checkpoints"),
                        store,
                        flink.graph());
        job = flink.jobOf(coordinator);
    }

    private void trigger() {
        coordinator.triggerCheckpoint(false);
        flink.timer.runQueued();
    }

    private CompletedCheckpointInfo complete() throws Exception {
        trigger();
        PendingCheckpoint pending = coordinator.getPendingCheckpoints().values().iterator().next();
        for (Execution task : pending.getCheckpointPlan().getTasksToWaitFor()) {
            TaskStateSnapshot state = new TaskStateSnapshot();
            state.putSubtaskStateByOperatorID(
                    OperatorID.fromJobVertexID(task.getVertex().getJobvertexId()),
                    OperatorSubtaskState.builder()
                            .setManagedKeyedState(incremental(pending.getCheckpointID()))
                            .build());
            coordinator.receiveAcknowledgeMessage(
                    new AcknowledgeCheckpoint(
                            (JobID) FlinkField.of(coordinator, "job"),
                            task.getAttemptId(),
                            pending.getCheckpointID(),
                            new CheckpointMetrics(),
                            state),
                    "here");
        }
        flink.timer.runQueued();
        return job.engine().latestCompleted();
    }

    private IncrementalRemoteKeyedStateHandle incremental(long id) throws IOException {
        return new IncrementalRemoteKeyedStateHandle(
                backend,
                KeyGroupRange.of(0, 0),
                id,
                List.of(
                        file("shared", COMMON),
                        file("shared", "from-" + (id - 1)),
                        file("shared", "from-" + id)),
                List.of(file("private", "of-" + id)),
                file("private", "meta-" + id).getHandle());
    }

    private HandleAndLocalPath file(String kind, String name) throws IOException {
        Path path = directory.resolve(kind).resolve(name);
        if (!Files.exists(path)) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, name);
        }
        StreamStateHandle handle =
                new FileStateHandle(new org.apache.flink.core.fs.Path(path.toUri()), name.length());
        return HandleAndLocalPath.of(handle, name);
    }

    private List<Long> ids() throws Exception {
        List<Long> ids = new ArrayList<>();
        store.getAllCheckpoints().forEach(checkpoint -> ids.add(checkpoint.getCheckpointID()));
        return ids;
    }

    private List<String> shared() {
        return names(directory.resolve("shared"));
    }

    /** Returns the directories of the checkpoints that have metadata. */
    private List<String> checkpoints() {
        String[] jobs = directory.resolve("checkpoints").toFile().list();
        return Arrays.stream(jobs)
                .flatMap(id -> names(directory.resolve("checkpoints").resolve(id)).stream())
                .filter(name -> name.startsWith("chk-"))
                .sorted()
                .toList();
    }

    private static List<String> names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? List.of() : Arrays.stream(names).sorted().toList();
    }

    private static boolean isLeft(CompletedCheckpointInfo checkpoint) {
        Path files = Path.of(URI.create(checkpoint.getExternalPath()));
        return Files.exists(files.resolve("_metadata"));
    }
}
