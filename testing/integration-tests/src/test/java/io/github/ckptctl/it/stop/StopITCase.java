// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.stop;

import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.StopResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Test of the stop with a checkpoint, on real jobs whose reads and committed output are counted.
 */
class StopITCase extends SharedClusterTestBase {

    private static final long A_MINUTE = 60_000;

    @TempDir Path temporary;
    private Path directory;

    StopITCase(FlinkLine line) {
        super(line);
    }

    @BeforeEach
    void useDirectory() {
        directory = temporary.resolve("job");
    }

    @Test
    @Tag("main")
    @Proves(
            value = Capability.STOP_WITH_CHECKPOINT,
            scenario = "stopped with a checkpoint and started again, no record is read twice")
    void readsNoRecordTwiceAndLosesNoneAfterAStop() {
        // given
        CheckpointCoordinatorMXBean bean = start(null, "--interval", "300");
        awaitCheckpoint(bean);
        awaitReads(100);

        // when
        StopResult stopped = bean.stopWithCheckpoint(false, A_MINUTE);

        // then: it is in the job's checkpoint directory, and everything that was read is committed
        assertStopped(stopped);
        Records atTheStop = Records.in(directory);
        assertExactlyOnce(atTheStop);

        // and: so it is after a start from there
        CheckpointCoordinatorMXBean next = start(stopped.getExternalPath(), "--interval", "300");
        assertThat(next.getRestoredCount()).isEqualTo(1);
        awaitReads(atTheStop.read().size() + 100);
        StopResult again = next.stopWithCheckpoint(false, A_MINUTE);
        assertThat(again.getCheckpointId()).isGreaterThan(stopped.getCheckpointId());
        Records atTheEnd = Records.in(directory);
        assertThat(atTheEnd.read().size()).isGreaterThan(atTheStop.read().size() + 99);
        assertExactlyOnce(atTheEnd);
        figures("stop with checkpoint", atTheEnd);
    }

    @Test
    @Tag("full")
    @Proves(
            scenario =
                    "what a cancel, a retained checkpoint and a stop with savepoint cost, measured")
    void showsWhatTheOtherWaysToEndAJobCost() {
        // a cancel that retains nothing: the job starts over, and what was committed is committed
        // again
        CheckpointCoordinatorMXBean lost = start(null, "--interval", "600000");
        Path discarded = endAfterACheckpoint(lost);
        await("Flink to discard it").atMost(SOON).until(() -> Files.notExists(discarded));
        Records afterACancel = startAgainAndStop(null);
        assertThat(afterACancel.readAgain()).isGreaterThan(149);
        assertThat(afterACancel.duplicates()).isGreaterThan(99);
        figures("cancel", afterACancel);

        // a cancel that retains the checkpoint: all since then is read again, nothing is duplicated
        directory = temporary.resolve("retained");
        CheckpointCoordinatorMXBean retained =
                start(
                        null,
                        "--interval",
                        "600000",
                        "--set",
                        "execution.checkpointing.externalized-checkpoint-retention"
                                + "=RETAIN_ON_CANCELLATION");
        Path checkpoint = endAfterACheckpoint(retained);
        Records afterARetained = startAgainAndStop(checkpoint.toUri().toString());
        assertThat(afterARetained.readAgain()).isGreaterThan(49);
        assertThat(afterARetained.duplicates()).isZero();
        assertThat(afterARetained.missing()).isZero();
        figures("cancel with retained checkpoint", afterARetained);

        // Flink's own stop
        for (boolean drain : new boolean[] {false, true}) {
            directory = temporary.resolve("savepoint-" + drain);
            start(null, "--interval", "300");
            awaitReads(100);
            String path = cluster.rest().stopWithSavepoint(job, drain);
            awaitStatus("FINISHED");
            long fired = fired();
            Records afterASavepoint = startAgainAndStop(path);
            assertExactlyOnce(afterASavepoint);
            assertThat(fired > 0).isEqualTo(drain);
            figures(
                    "stop with savepoint" + (drain ? ", drained, timers fired " + fired : ""),
                    afterASavepoint);
        }
    }

    /**
     * Takes a checkpoint, lets records follow, and cancels; returns the location of the checkpoint.
     */
    private Path endAfterACheckpoint(CheckpointCoordinatorMXBean bean) {
        awaitReads(100);
        String path = bean.triggerCheckpoint("CONFIGURED").getExternalPath();
        awaitReads(Records.countRead(directory) + 50);
        cluster.rest().cancel(job);
        awaitStatus("CANCELED");
        assertThat(fired()).isZero();
        return Path.of(URI.create(path));
    }

    private Records startAgainAndStop(String path) {
        CheckpointCoordinatorMXBean next = start(path, "--interval", "300");
        awaitNewRecords();
        next.stopWithCheckpoint(false, A_MINUTE);
        return Records.in(directory);
    }

    private void awaitStatus(String status) {
        await(status).atMost(SOON).until(() -> cluster.rest().jobStatus(job).equals(status));
    }

    private void figures(String what, Records records) {
        System.out.printf("Flink %s, %s: %s%n", line, what, records);
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void stopsAJobWhoseStateIsInRocksDb() {
        assertExactlyOnceOverAStop("--set", "state.backend.type=rocksdb");
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void stopsAnUnalignedJob() {
        assertExactlyOnceOverAStop("--unaligned", "true");
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void stopsAJobSomeOfWhoseTasksHaveFinished() {
        assertExactlyOnceOverAStop("--finite", "4");
        assertThat(cluster.rest().vertices(job)).extracting(JobVertex::status).contains("FINISHED");
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void endsEventTimeOnlyIfAskedTo() {
        // given
        CheckpointCoordinatorMXBean bean = start(null, "--interval", "300");
        awaitReads(100);

        // when
        StopResult kept = bean.stopWithCheckpoint(false, A_MINUTE);
        long firedWithout = fired();
        CheckpointCoordinatorMXBean next = start(kept.getExternalPath(), "--interval", "300");
        awaitReads(Records.countRead(directory) + 100);
        StopResult drained = next.stopWithCheckpoint(true, A_MINUTE);

        // then
        assertThat(kept.isDrained()).isFalse();
        assertThat(firedWithout).isZero();
        assertThat(drained.isDrained()).isTrue();
        assertThat(fired()).isPositive();
        assertStopped(drained);
        assertExactlyOnce(Records.in(directory));
        figures("stop with checkpoint, drained, timers fired " + fired(), Records.in(directory));
    }

    @Test
    @Tag("full")
    @Proves(
            value = Capability.STOP_WITH_SAVEPOINT,
            scenario = "stopped with a savepoint that is moved and started from, nothing is lost")
    void stopsWithASavepointInEitherFormat() throws Exception {
        // given
        String[] options = {"--interval", "300", "--set", "state.backend.type=rocksdb"};
        Path savepoints = temporary.resolve("savepoints");
        CheckpointCoordinatorMXBean bean = start(null, options);
        awaitCheckpoint(bean);
        awaitReads(100);
        assertThat(catchThrowable(() -> bean.stopWithSavepoint("", "canonical", false, A_MINUTE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 'canonical' is none of [CANONICAL, NATIVE]");
        assertThat(catchThrowable(() -> bean.stopWithSavepoint("::x", "NATIVE", false, A_MINUTE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing changed: target directory '::x' is no path");
        assertThat(
                        catchThrowable(
                                () ->
                                        bean.stopWithSavepoint(
                                                "file:/proc/none", "NATIVE", false, A_MINUTE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not stopped with a savepoint")
                .hasMessageContaining("no task has failed, the job runs on")
                .hasMessageContaining("newest completed checkpoint is ");
        bean.suspend("ALL");

        // when
        StopResult canonical =
                bean.stopWithSavepoint(savepoints.toUri().toString(), "CANONICAL", false, A_MINUTE);

        // then
        awaitStatus("FINISHED");
        Path written = Path.of(URI.create(canonical.getExternalPath()));
        assertThat(written.getParent()).isEqualTo(savepoints);
        assertThat(canonical.getClaimModes()).containsExactly("NO_CLAIM", "CLAIM");
        assertExactlyOnce(Records.in(directory));

        // when: it is started from another place
        Path moved = Files.move(written, temporary.resolve("moved"));
        CheckpointCoordinatorMXBean next = start(moved.toUri().toString(), options);
        assertThat(next.getRestoredFromId()).isEqualTo(canonical.getCheckpointId());
        awaitReads(Records.countRead(directory) + 100);
        StopResult nativeOne = next.stopWithSavepoint("", "NATIVE", true, A_MINUTE);

        // then
        awaitStatus("FINISHED");
        assertThat(fired()).isPositive();
        assertThat(Path.of(URI.create(nativeOne.getExternalPath())))
                .startsWith(cluster.savepointDirectory())
                .exists();
        assertThat(nativeOne.getClaimModes()).startsWith("NO_CLAIM");
        assertExactlyOnce(Records.in(directory));
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void passesASuspensionThatHoldsForEverythingElse() throws Exception {
        for (String mode : List.of("PERIODIC", "ALL")) {
            // given
            directory = temporary.resolve(mode);
            Path hold = temporary.resolve("hold-" + mode);
            CheckpointCoordinatorMXBean bean =
                    start(null, "--interval", "200", "--holdSnapshot", hold.toString());
            awaitCheckpoint(bean);
            awaitReads(100);
            quiesceAndSuspend(bean, mode);
            long triggered = bean.getTriggeredCount();
            Files.createFile(hold);

            // when: the stop waits for a task, and other clients request a stop too
            CompletableFuture<StopResult> stopping = stopLater(bean, A_MINUTE);
            awaitProgress(bean);
            if (mode.equals("ALL")) {
                assertThat(catchThrowable(() -> cluster.rest().triggerSavepoint(job, null)))
                        .hasMessageContaining("suspended (ALL)");
                assertThat(catchThrowable(() -> bean.triggerCheckpoint("CONFIGURED")))
                        .hasMessageContaining("suspended (ALL)");
            }
            assertThat(bean.getSuspension().name()).isEqualTo(mode);
            assertThat(bean.getTriggeredCount()).isEqualTo(triggered + 1);
            Files.delete(hold);
            StopResult stopped = stopping.join();

            // then
            assertStopped(stopped);
            assertExactlyOnce(Records.in(directory));
        }
    }

    @Test
    @Tag("full")
    @Proves(
            value = Capability.STOP_WITH_CHECKPOINT,
            scenario = "a stop that sticks in a task is given up at its deadline, by a failover")
    void failsTheJobOverWhenATaskHoldsTheSnapshotBeyondTheDeadline() throws Exception {
        for (String mode : List.of("NONE", "ALL")) {
            // given
            directory = temporary.resolve(mode);
            Path hold = temporary.resolve("hold-" + mode);
            CheckpointCoordinatorMXBean bean =
                    start(null, "--interval", "200", "--holdSnapshot", hold.toString());
            awaitCheckpoint(bean);
            quiesceAndSuspend(bean, mode);
            Files.createFile(hold);
            long failures = bean.getConsecutiveFailures();

            // when
            CompletableFuture<StopResult> stopping = stopLater(bean, 5_000);
            awaitProgress(bean);
            Throwable given = catchThrowable(stopping::join).getCause();

            // then
            assertThat(given)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fails over")
                    .hasMessageContaining("within 5000 ms")
                    .hasMessageContaining("suspended is " + mode)
                    .hasMessageContaining(
                            "newest completed checkpoint is "
                                    + bean.getLatestCompletedId()
                                    + " at "
                                    + bean.getLatestCompletedCheckpoint().getExternalPath());
            Files.delete(hold);
            await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
            cluster.rest().awaitRunning(job);
            assertThat(bean.getSuspension().name()).isEqualTo(mode);
            assertThat(bean.getConsecutiveFailures()).isEqualTo(failures);
            bean.resume();
            bean.resetSettings();
            awaitCheckpoint(bean);
            awaitNewRecords();

            // and: it can be stopped after that, with nothing lost
            StopResult stopped = bean.stopWithCheckpoint(false, A_MINUTE);
            assertStopped(stopped);
            Records records = Records.in(directory);
            assertThat(records.duplicates()).as("%s", records).isZero();
            assertThat(records.missing()).as("%s", records).isZero();
        }
    }

    @Test
    @Tag("full")
    @Proves(
            value = Capability.STOP_WITH_CHECKPOINT,
            scenario =
                    "a stop that no task has heard of by its deadline is given up without a trace")
    void letsTheJobRunOnWhenNoTaskIsTriggeredByTheDeadline() throws Exception {
        for (String mode : List.of("NONE", "ALL")) {
            // given: what is to be triggered first does not answer
            directory = temporary.resolve(mode);
            Path hold = temporary.resolve("hold-" + mode);
            CheckpointCoordinatorMXBean bean =
                    start(null, "--interval", "200", "--holdEnumerator", hold.toString());
            awaitCheckpoint(bean);
            quiesceAndSuspend(bean, mode);
            Files.createFile(hold);
            long newest = bean.getLatestCompletedId();

            // when
            Throwable given = catchThrowable(() -> bean.stopWithCheckpoint(false, 3_000));

            // then
            assertThat(given)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no task had heard of its snapshot")
                    .hasMessageContaining("the job runs on")
                    .hasMessageContaining("suspended is " + mode)
                    .hasMessageContaining("newest completed checkpoint is ");
            assertThat(bean.getSuspension().name()).isEqualTo(mode);
            Files.delete(hold);
            if (mode.equals("ALL")) {
                assertThat(bean.getLatestCompletedId()).isEqualTo(newest);
            }
            bean.resume();
            bean.resetSettings();
            awaitCheckpoint(bean);
            assertStopped(bean.stopWithCheckpoint(false, A_MINUTE));
            assertExactlyOnce(Records.in(directory));
        }
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void saysThatABusyTaskWillStillFailTheJobOver() throws Exception {
        // given: sources that do not react
        Path hold = temporary.resolve("hold");
        CheckpointCoordinatorMXBean bean =
                start(null, "--interval", "200", "--holdSource", hold.toString());
        awaitCheckpoint(bean);
        quiesceAndSuspend(bean, "NONE");
        Files.createFile(hold);

        // when
        Throwable given = catchThrowable(() -> bean.stopWithCheckpoint(false, 3_000));

        // then
        assertThat(given)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 of its 4 tasks had acknowledged snapshot")
                .hasMessageContaining("the job runs on")
                .hasMessageContaining("still fails over");
        assertThat(bean.getRestoredCount()).isZero();
        Files.delete(hold);
        await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
        cluster.rest().awaitRunning(job);
        bean.resetSettings();
        awaitNewRecords();
        assertStopped(bean.stopWithCheckpoint(false, A_MINUTE));
        assertThat(Records.in(directory).duplicates()).isZero();
        assertThat(Records.in(directory).missing()).isZero();
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void cannotBeTakenBackOnceTheSnapshotIsComplete() throws Exception {
        // given: tasks that commit and then block
        Path hold = temporary.resolve("hold");
        CheckpointCoordinatorMXBean bean =
                start(null, "--interval", "200", "--holdCommit", hold.toString());
        awaitCheckpoint(bean);
        awaitReads(100);
        long newest = bean.quiesce(A_MINUTE).getId();
        // atomically: tasks may still be receiving the notification of the newest
        Files.move(Files.writeString(temporary.resolve("newest"), "" + newest), hold);

        // when
        Throwable given = catchThrowable(() -> bean.stopWithCheckpoint(false, 5_000));
        Throwable again = catchThrowable(() -> bean.stopWithCheckpoint(false, 5_000));

        // then
        assertThat(given).hasMessageContaining("cannot be given up any more");
        assertThat(again).hasMessageContaining("another stop is under way");
        assertThat(bean.getRestoredCount()).isZero();
        Files.delete(hold);
        awaitStatus("FINISHED");
        assertExactlyOnce(Records.in(directory));

        // and
        Matcher path = Pattern.compile("complete at (\\S+) and kept").matcher(given.getMessage());
        assertThat(path.find()).isTrue();
        start(path.group(1), "--interval", "200").stopWithCheckpoint(false, A_MINUTE);
        assertExactlyOnce(Records.in(directory));
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void letsACancelThroughWhileItSticks() throws Exception {
        // given
        Path hold = temporary.resolve("hold");
        CheckpointCoordinatorMXBean bean =
                start(null, "--interval", "200", "--holdSnapshot", hold.toString());
        awaitCheckpoint(bean);
        bean.quiesce(A_MINUTE);
        Files.createFile(hold);
        CompletableFuture<StopResult> stopping = stopLater(bean, 3_600_000);
        awaitProgress(bean);

        // when
        cluster.rest().cancel(job);

        // then
        assertThat(stopping)
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("not stopped with a checkpoint");
        awaitStatus("CANCELED");
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void rejectsWhileAnotherStopIsUnderWay() throws Exception {
        // given
        Path hold = temporary.resolve("hold");
        CheckpointCoordinatorMXBean bean =
                start(null, "--interval", "200", "--holdSnapshot", hold.toString());
        awaitCheckpoint(bean);
        bean.quiesce(A_MINUTE);
        Files.createFile(hold);
        CompletableFuture<StopResult> stopping = stopLater(bean, A_MINUTE);
        awaitProgress(bean);

        // when
        Throwable second = catchThrowable(() -> bean.stopWithCheckpoint(false, A_MINUTE));
        Throwable everything = catchThrowable(() -> bean.suspend("ALL"));

        // then
        assertThat(second)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing changed")
                .hasMessageContaining("another stop is under way");
        assertThat(everything).isInstanceOf(IllegalStateException.class);
        Files.delete(hold);
        assertStopped(stopping.join());

        // and: Flink's own stop counts too
        CheckpointCoordinatorMXBean next =
                start(null, "--interval", "200", "--holdSnapshot", hold.toString());
        awaitCheckpoint(next);
        next.quiesce(A_MINUTE);
        Files.createFile(hold);
        String request = cluster.rest().startStopWithSavepoint(job, null);
        awaitProgress(next);
        assertThat(catchThrowable(() -> next.stopWithCheckpoint(false, A_MINUTE)))
                .hasMessageContaining("another stop is under way");
        Files.delete(hold);
        assertThat(cluster.rest().awaitSavepoint(job, request)).isNotEmpty();
    }

    @Test
    @Tag("full")
    @Proves(Capability.STOP_WITH_CHECKPOINT)
    void rejectsWhatCannotBeStoppedLikeThat() {
        // a deadline out of range
        CheckpointCoordinatorMXBean bean = start(null, "--interval", "200");
        for (long deadline : new long[] {-1, 0, 3_600_001}) {
            assertThat(catchThrowable(() -> bean.stopWithCheckpoint(false, deadline)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a deadline of " + deadline + " ms")
                    .hasMessageContaining("nothing changed");
        }
        assertRunsOn(bean);
        cancel();

        // a job without a checkpoint directory, which in 1.18 no job's configuration can ask for
        if (!line.version().startsWith("1.18.")) {
            CheckpointCoordinatorMXBean inMemory =
                    start(
                            null,
                            "--interval",
                            "200",
                            "--set",
                            "execution.checkpointing.storage=jobmanager"
                                    + ",state.checkpoint-storage=jobmanager");
            assertThat(catchThrowable(() -> inMemory.stopWithCheckpoint(false, A_MINUTE)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("nothing changed")
                    .hasMessageContaining("no checkpoint directory");
            assertThat(inMemory.getCapabilities())
                    .doesNotContain(Capability.STOP_WITH_CHECKPOINT.name());
            assertRunsOn(inMemory);
            cancel();
        }

        // one with a blocking edge; the adaptive scheduler runs none
        if (!line.adaptive()) {
            CheckpointCoordinatorMXBean blocking =
                    submitWith(null, "--interval", "200", "--blocking", "true");
            assertThat(catchThrowable(() -> blocking.stopWithCheckpoint(false, A_MINUTE)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("nothing changed")
                    .hasMessageContaining("blocking edges");
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
        }
    }

    private void assertRunsOn(CheckpointCoordinatorMXBean bean) {
        awaitCheckpoint(bean);
        assertThat(bean.getRestoredCount()).isZero();
    }

    /** Stops a job, starts it from there and stops it again; returns when that has finished. */
    private void assertExactlyOnceOverAStop(String... options) {
        // given
        String[] all =
                Stream.concat(Stream.of("--interval", "300"), Stream.of(options))
                        .toArray(String[]::new);
        CheckpointCoordinatorMXBean bean = start(null, all);
        awaitCheckpoint(bean);
        awaitReads(100);

        // when
        StopResult stopped = bean.stopWithCheckpoint(false, A_MINUTE);

        // then
        assertStopped(stopped);
        assertExactlyOnce(Records.in(directory));
        CheckpointCoordinatorMXBean next = start(stopped.getExternalPath(), all);
        awaitReads(Records.countRead(directory) + 100);
        assertStopped(next.stopWithCheckpoint(false, A_MINUTE));
        assertExactlyOnce(Records.in(directory));
    }

    private CheckpointCoordinatorMXBean start(String path, String... options) {
        CheckpointCoordinatorMXBean bean = submitWith(path, options);
        await("the tasks")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest().vertices(job).stream()
                                        .map(JobVertex::status)
                                        .allMatch(Set.of("RUNNING", "FINISHED")::contains));
        return bean;
    }

    private CheckpointCoordinatorMXBean submitWith(String path, String... options) {
        JobJar jar = TestJobs.exactlyOnceJob(cluster.distribution());
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--directory", directory.toString()));
        job = cluster.rest().submit(jar.jar(), jar.entryClass(), all, 2, path);
        return beans.job(job);
    }

    private static CompletableFuture<StopResult> stopLater(
            CheckpointCoordinatorMXBean bean, long deadlineMillis) {
        return CompletableFuture.supplyAsync(() -> bean.stopWithCheckpoint(false, deadlineMillis));
    }

    /** Waits until a snapshot is blocked by the tasks that write, and only by them. */
    private static void awaitProgress(CheckpointCoordinatorMXBean bean) {
        await("a snapshot that some tasks have acknowledged")
                .atMost(SOON)
                .until(
                        () ->
                                Arrays.stream(bean.getPendingCheckpoints())
                                        .anyMatch(
                                                pending ->
                                                        pending.getKind().contains("Savepoint")
                                                                && pending.getAcknowledged() == 2
                                                                && pending.getTotal() == 4));
    }

    /** Waits until nothing is in flight, so that the next snapshot is that of a stop. */
    private static void quiesceAndSuspend(CheckpointCoordinatorMXBean bean, String mode) {
        assertThat(bean.quiesce(A_MINUTE).isQuiesced()).isTrue();
        if (mode.equals("NONE")) {
            bean.updateSettings(Map.of("Interval", "600000"), "", 0, -1);
            bean.resume();
        } else {
            bean.suspend(mode);
        }
    }

    /** Waits until the source is past everything that it has ever read. */
    private void awaitNewRecords() {
        Set<Long> before = Records.in(directory).ends();
        await("records that were never read")
                .atMost(SOON)
                .until(() -> Collections.disjoint(before, Records.in(directory).ends()));
    }

    private void awaitReads(long number) {
        await("records").atMost(SOON).until(() -> Records.countRead(directory) >= number);
    }

    private long fired() {
        try (Stream<Path> files = Files.list(directory.resolve("fired"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertStopped(StopResult stopped) {
        assertThat(cluster.rest().jobStatus(job)).isEqualTo("FINISHED");
        Path path = Path.of(URI.create(stopped.getExternalPath()));
        assertThat(path).startsWith(cluster.checkpointDirectory().resolve(job));
        assertThat(path.resolve("_metadata")).exists();
        assertThat(stopped.getCheckpointId()).isPositive();
        assertThat(stopped.getStateSize()).isPositive();
        assertThat(stopped.getDuration())
                .isGreaterThanOrEqualTo(stopped.getCompletedAt() - stopped.getTriggeredAt());
    }

    private static void assertExactlyOnce(Records records) {
        assertThat(records.readAgain()).as("read again: %s", records).isZero();
        assertThat(records.duplicates()).as("doubled: %s", records).isZero();
        assertThat(records.missing()).as("missing: %s", records).isZero();
    }
}
