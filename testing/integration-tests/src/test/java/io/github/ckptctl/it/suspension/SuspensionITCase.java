// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.suspension;

import com.google.gson.JsonObject;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SafeToKillResult;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.SuspensionResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Test of the gate against everything in a real JobManager that starts Flink's scheduler again. */
class SuspensionITCase extends SharedClusterTestBase {

    private static final Duration A_WHILE = Duration.ofSeconds(4);

    @TempDir Path directory;

    SuspensionITCase(FlinkLine line) {
        super(line);
    }

    @Test
    @Tag("full")
    @Proves(
            value = Capability.SUSPENSION,
            scenario = "a suspension outlasts failovers, and rescales with the adaptive scheduler")
    void holdsAcrossFailoverAndRescaleUntilResumed() throws Exception {
        for (String mode : List.of("PERIODIC", "ALL")) {
            // given
            Path failFile = directory.resolve("fail-" + mode);
            CheckpointCoordinatorMXBean bean =
                    submit("--interval", "200", "--failFile", failFile.toString());
            awaitCheckpoint(bean);
            SuspensionResult suspended = bean.suspend(mode);
            await("what was in flight").atMost(SOON).until(() -> bean.getPendingCount() == 0);
            long latest = bean.getLatestCompletedId();
            long triggered = bean.getTriggeredCount();
            long failed = bean.getFailedCount();

            // when: the job's tasks fail, and then their number changes
            Files.createFile(failFile);
            await("the failover").atMost(SOON).until(() -> bean.getRestoredCount() == 1);
            cluster.rest().awaitRunning(job);
            assertNothingHappens(bean, triggered);
            if (mode.equals("ALL")) {
                cluster.killTaskManager(cluster.taskManagers().size() - 1);
                cluster.startTaskManager();
                await("the next failover").atMost(SOON).until(() -> bean.getRestoredCount() >= 2);
                cluster.rest().awaitRunning(job);
                assertNothingHappens(bean, triggered);
            }
            if (line.adaptive()) {
                rescaleTo(1);
                assertNothingHappens(bean, triggered);
            }

            // then
            assertThat(bean.getSuspension().name()).isEqualTo(mode);
            assertThat(bean.getSuspendedSince()).isEqualTo(suspended.getSuspendedSince());
            assertThat(bean.getLatestCompletedId()).isEqualTo(latest);
            assertThat(bean.getFailedCount()).as("failures of a suspended job").isEqualTo(failed);
            assertThat(bean.isPeriodicTriggerArmed()).isFalse();
            assertThat(bean.getPeriodicEnabled()).isZero();
            bean.setRetention("RETAIN_ON_CANCELLATION");
            SafeToKillResult safe = bean.safeToKill();
            assertThat(safe.isSafe()).as(safe.getReason()).isTrue();
            assertThat(safe.getCheckpointId()).isEqualTo(latest);

            // and
            bean.resume();
            awaitCheckpoint(bean);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
            assertThat(bean.isPeriodicTriggerArmed()).isTrue();
            assertThat(bean.resume().getSuspension()).isEqualTo(SuspensionMode.NONE);
            if (mode.equals("PERIODIC")) {
                cancel();
            }
        }
    }

    @Test
    @Tag("full")
    @Proves(Capability.SUSPENSION)
    void resumesWhenTheTasksRunIfAskedDuringARestart() throws Exception {
        // given
        Path failFile = directory.resolve("fail");
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "200", "--failFile", failFile.toString());
        awaitCheckpoint(bean);
        bean.suspend("ALL");

        // when
        Files.createFile(failFile);
        await("the failure").atMost(SOON).until(() -> !Files.exists(failFile));
        bean.resume();

        // then
        awaitCheckpoint(bean);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    @Tag("full")
    @Proves(Capability.SUSPENSION)
    void abortsEverythingInFlightWithoutCountingItAgainstTheJob() {
        // given: not one failure is tolerated
        CheckpointCoordinatorMXBean bean =
                submit("--interval", "500", "--tolerable", "0", "--snapshotMillis", "600000");
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() > 0);
        SafeToKillResult before = bean.safeToKill();

        // when
        SuspensionResult result = bean.suspend("ALL");

        // then
        assertThat(before.isSafe()).isFalse();
        assertThat(result.isQuiesced()).isTrue();
        assertThat(result.getPending()).isZero();
        assertThat(result.getId()).isEqualTo(-1);
        assertThat(result.getWarnings()).isNotEmpty();
        assertThat(bean.getPendingCheckpoints()).isEmpty();
        assertThat(bean.getLatestFailedCheckpoint().getReason()).isNotEmpty();
        await("a while")
                .during(A_WHILE)
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(job).equals("RUNNING"));
        assertThat(bean.getRestoredCount()).isZero();
        assertThat(bean.getPendingCount()).isZero();
    }

    @Test
    @Tag("main")
    @Proves(Capability.SUSPENSION)
    void rejectsSavepointsAndStopsOnlyUnderSuspendAll() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "200");
        awaitCheckpoint(bean);
        bean.suspendFor("ALL", 3_600_000, "patching node 7");

        // when
        Throwable savepoint = catchThrowable(() -> cluster.rest().triggerSavepoint(job, null));
        Throwable stopped = catchThrowable(() -> cluster.rest().stopWithSavepoint(job, null));

        // then: the caller receives the reason, and neither the job nor the gate is harmed
        assertThat(savepoint).hasMessageContaining("patching node 7");
        assertThat(stopped).hasMessageContaining("patching node 7");
        long triggered = bean.getTriggeredCount();
        cluster.rest().awaitRunning(job);
        assertNothingHappens(bean, triggered);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.ALL);
        assertThat(bean.getRestoredCount()).isZero();

        // and: a savepoint can still be triggered manually while only the periodic triggers are
        // suspended
        bean.suspend("PERIODIC");
        String path = cluster.rest().triggerSavepoint(job, null);
        assertThat(path).isNotEmpty();
        assertNothingHappens(bean, triggered + 1);
    }

    @Test
    @Tag("full")
    @Proves(Capability.SUSPENSION)
    void staysShutWhenAStopFails() throws Exception {
        // given: a savepoint directory that cannot be one
        CheckpointCoordinatorMXBean bean = submit("--interval", "200");
        awaitCheckpoint(bean);
        bean.quiesce(60_000);
        Path file = Files.createFile(directory.resolve("a-file"));

        // when
        Throwable stopped =
                catchThrowable(
                        () -> cluster.rest().stopWithSavepoint(job, file.toUri().toString()));

        Throwable cancelled = catchThrowable(() -> cancelWithSavepoint(file));

        // then: Flink has started its scheduler again each time, and the gate still holds
        assertThat(stopped).isNotNull();
        assertThat(cancelled).isNotNull();
        cluster.rest().awaitRunning(job);
        assertNothingHappens(bean, bean.getTriggeredCount());
        bean.resume();
        awaitCheckpoint(bean);
    }

    @Test
    @Tag("main")
    @Proves(Capability.SUSPENSION)
    void waitsForWhatIsInFlightAndResumesByItself() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "200", "--snapshotMillis", "2000");
        await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() > 0);
        long inFlight = bean.getPendingCheckpoints()[0].getId();

        // when
        SuspensionResult tooShort = bean.quiesce(0);
        SuspensionResult quiet = bean.quiesce(60_000);

        // then
        assertThat(tooShort.isQuiesced()).isFalse();
        assertThat(quiet.isQuiesced()).isTrue();
        assertThat(quiet.getId()).isEqualTo(inFlight);
        bean.setRetention("RETAIN_ON_CANCELLATION");
        assertThat(bean.safeToKill().isSafe()).isTrue();
        // ten minutes of timeout, a million and two times over
        assertThat(quiet.getLatestSafeResumeAt())
                .isEqualTo(quiet.getCompletedAt() + 600_000L * 1_000_002 - quiet.getDuration());

        // and
        bean.suspendFor("PERIODIC", 3_000, "");
        assertNothingHappensFor(Duration.ofSeconds(1), bean, bean.getTriggeredCount());
        awaitCheckpoint(bean);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    @Tag("full")
    @Proves(Capability.SUSPENSION)
    void fillsNoLogWhileSuspended() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "50");
        awaitCheckpoint(bean);

        // when
        bean.suspend("ALL");
        long lines = failureLines();
        assertNothingHappens(bean, bean.getTriggeredCount());

        // then
        assertThat(failureLines() - lines).isLessThanOrEqualTo(1);
    }

    @Test
    @Tag("full")
    void actsBeforeTransactionsTimeOut() {
        // given
        CheckpointCoordinatorMXBean bean = submit("--interval", "200");
        awaitCheckpoint(bean);
        bean.updateSettings(
                Map.of("TransactionTimeout", "4000", "TransactionGuard", "TRIGGER"), "", 0, -1);
        long suspended = bean.quiesce(SOON.toMillis()).getId();

        // when: suspended for longer than that
        await("a checkpoint that the guard triggers")
                .atMost(SOON)
                .until(() -> bean.getLatestCompletedId() > suspended);

        // then
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(bean.getMillisToTransactionTimeout()).isBetween(0L, 4_000L);
        assertThat(guarded(bean)).containsOnly("triggerCheckpoint");

        // and: a suspension of everything ends
        SuspensionResult all = bean.suspend("ALL");
        assertThat(all.getResumesAt())
                .isBetween(all.getSuspendedSince(), all.getSuspendedSince() + 4_000);
        await("its end").atMost(SOON).until(() -> bean.getSuspension() == SuspensionMode.NONE);
        assertThat(guarded(bean)).endsWith("resume");
        awaitCheckpoint(bean);
    }

    /** Returns what the guard has done. */
    private static List<String> guarded(CheckpointCoordinatorMXBean bean) {
        return Stream.of(bean.getHistory())
                .filter(entry -> entry.getReason().contains("TransactionGuard"))
                .map(ChangeHistoryEntry::getAction)
                .toList();
    }

    private void cancelWithSavepoint(Path directory) {
        JsonObject body = new JsonObject();
        body.addProperty("cancel-job", true);
        body.addProperty("target-directory", directory.toUri().toString());
        String request =
                cluster.rest()
                        .post("/jobs/" + job + "/savepoints", body)
                        .getAsJsonObject()
                        .get("request-id")
                        .getAsString();
        cluster.rest().awaitSavepoint(job, request);
    }

    private long failureLines() {
        return cluster.jobManager()
                .logText()
                .lines()
                .filter(text -> text.contains("Failed to trigger") && text.contains(job))
                .count();
    }

    private static void assertNothingHappens(CheckpointCoordinatorMXBean bean, long triggered) {
        assertNothingHappensFor(A_WHILE, bean, triggered);
    }

    private static void assertNothingHappensFor(
            Duration time, CheckpointCoordinatorMXBean bean, long triggered) {
        await("nothing to be triggered")
                .during(time)
                .atMost(SOON)
                .failFast(
                        "a checkpoint was triggered while suspended",
                        () -> bean.getTriggeredCount() > triggered)
                .until(() -> bean.getTriggeredCount() <= triggered);
    }
}
