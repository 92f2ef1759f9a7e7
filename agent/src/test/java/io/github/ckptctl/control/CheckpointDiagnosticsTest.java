// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.SubtaskDetail;
import io.github.ckptctl.control.model.TaskDetail;
import io.github.ckptctl.mbeans.AdviceVerdict;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.HolderStacks;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SettingAdvice;
import io.github.ckptctl.mbeans.TaskCheckpointInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static io.github.ckptctl.mbeans.CheckpointPhase.ALIGNMENT;
import static io.github.ckptctl.mbeans.CheckpointPhase.ASYNC;
import static io.github.ckptctl.mbeans.CheckpointPhase.BARRIER;
import static io.github.ckptctl.mbeans.CheckpointPhase.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class CheckpointDiagnosticsTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final long AT = 1_000_000;

    private final ManualTime time = new ManualTime();
    private final RecordingEngine engine = new RecordingEngine(600_000, 60_000, 0);
    private final JobCheckpointControl job =
            new JobCheckpointControl(
                    JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());

    @BeforeEach
    void attach() {
        job.attach(engine);
    }

    private JobCheckpointControl of(CheckpointEngine first) {
        JobCheckpointControl made =
                new JobCheckpointControl(
                        JOB, time, time, SettingLimits.NONE, RecordPersister.ofMemory());
        made.attach(first);
        return made;
    }

    @Test
    void saysThatAJobWithoutIntervalTakesNoCheckpoints() {
        // given
        RecordingEngine none = new RecordingEngine(600_000, SubmittedSettings.NONE, 0);
        JobCheckpointControl once = of(none);

        // then
        assertThat(once.diagnostics().notTriggering())
                .startsWith("the job was submitted without an interval");
        assertThat(once.diagnostics().firstExpectedSince()).isEqualTo(-1);
        assertThat(once.diagnostics().diagnose().getSentences())
                .anySatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .startsWith("None is triggered: the job was submitted"));

        // when
        time.pass(Duration.ofHours(1));
        once.settingsService().change(Map.of("Interval", "60000"), "", 0, -1);

        // then: an age counts from now on, not from the job's start
        assertThat(once.diagnostics().notTriggering()).isEmpty();
        assertThat(once.diagnostics().firstExpectedSince()).isEqualTo(time.millis());
        assertThat(once.startedAt()).isEqualTo(time.millis() - 3_600_000);
    }

    @Test
    void saysWhyAJobCannotBeGivenAnInterval() {
        // given
        RecordingEngine none = new RecordingEngine(600_000, SubmittedSettings.NONE, 0);
        none.capabilities.remove(Capability.PERIODIC_START);

        // then
        assertThat(of(none).diagnostics().notTriggering())
                .startsWith("the job takes no periodic checkpoints: ")
                .contains("PERIODIC_START");
    }

    @Test
    void saysThatASuspendedJobTriggersNone() {
        // given
        assertThat(job.diagnostics().notTriggering()).isEmpty();
        assertThat(job.diagnostics().firstExpectedSince()).isEqualTo(job.startedAt());

        // when
        job.suspension().suspend("PERIODIC", "deploy");

        // then: which is not permanent, so an age continues
        assertThat(job.diagnostics().notTriggering())
                .contains("Checkpointing is suspended (PERIODIC)", "deploy");
        assertThat(job.diagnostics().firstExpectedSince()).isEqualTo(job.startedAt());
    }

    @Test
    void doesNotCallAJobWithoutCheckpointsWhoseIntervalIsNotKnown() {
        // given: a Flink that does not show it
        RecordingEngine hidden = new RecordingEngine(600_000, SubmittedSettings.NONE, 0);
        hidden.capabilities.remove(Capability.INTERVAL);
        JobCheckpointControl other = of(hidden);

        // then
        assertThat(other.diagnostics().notTriggering()).isEmpty();
        assertThat(other.diagnostics().firstExpectedSince()).isEqualTo(other.startedAt());
    }

    @Test
    void namesTheSlowestSubtaskInEachPhase() {
        // given
        engine.details.add(
                completed(
                        7,
                        task("Source", "a", told(0, 10, 0, 1, 5), told(1, 20, 0, 2, 4)),
                        task("Count", "b", told(0, 900, 30, 3, 40), told(1, 100, 70, 90, 8))));

        // when
        CheckpointDescription described = job.diagnostics().describeCheckpoint(7);

        // then
        assertThat(described.getStatus()).isEqualTo("COMPLETED");
        assertThat(described.getAcknowledged()).isEqualTo(4);
        assertThat(described.getTotal()).isEqualTo(4);
        assertThat(described.getStartDelay()).isEqualTo(900);
        assertThat(described.getAlignment()).isEqualTo(70);
        assertThat(described.getSync()).isEqualTo(90);
        assertThat(described.getAsync()).isEqualTo(40);
        assertThat(described.getPersistedInFlight()).isEqualTo(4 * 3);
        assertThat(described.getSlowest()).isEqualTo("Count, subtask 0");
        TaskCheckpointInfo count = described.getTasks()[1];
        assertThat(count.getTask()).isEqualTo("Count");
        assertThat(count.getStartDelaySubtask()).isZero();
        assertThat(count.getAlignmentSubtask()).isEqualTo(1);
        assertThat(count.getSyncSubtask()).isEqualTo(1);
        assertThat(count.getAsyncSubtask()).isZero();
        assertThat(count.getSlowestSubtask()).isZero();
        assertThat(count.getMissing()).isEmpty();
    }

    @Test
    void saysWhichCheckpointsAreRemembered() {
        // given
        engine.details.add(completed(7));
        engine.details.add(completed(8));

        // when, then
        assertThatThrownBy(() -> job.diagnostics().describeCheckpoint(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(JOB)
                .hasMessageContaining("checkpoint 3 is not among those")
                .hasMessageContaining("[8, 7]");
        engine.capabilities.remove(Capability.STATISTICS);
        assertThatThrownBy(() -> job.diagnostics().diagnose())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void waitsForTheFirstTaskThatIsMissingAndNotForThoseBehindIt() {
        // given: the map has not acknowledged, so nothing is known of the sink behind it
        pending(
                inFlight(
                        9,
                        30_000,
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task("Map", "b", List.of("a"), told(0, 10, 0, 1, 5), silent(1)),
                        task("Sink", "c", List.of("b"), silent(0), silent(1))));

        // when
        CheckpointDiagnosis diagnosis = job.diagnostics().diagnose();

        // then
        assertThat(diagnosis.getCheckpointId()).isEqualTo(9);
        assertThat(diagnosis.getStatus()).isEqualTo("IN_PROGRESS");
        assertThat(diagnosis.getHolders())
                .singleElement()
                .satisfies(
                        holder -> {
                            assertThat(holder.getTask()).isEqualTo("Map");
                            assertThat(holder.getSubtask()).isEqualTo(1);
                            assertThat(holder.getHost()).isEqualTo("tm-1");
                            assertThat(holder.getPhase()).isEqualTo(CheckpointPhase.UNKNOWN);
                        });
        assertThat(diagnosis.getSentences()[0])
                .isEqualTo(
                        "Checkpoint 9 has been in flight for 30000 ms, 2 of 5 subtasks acknowledged.");
        assertThat(diagnosis.getSentences()[1]).startsWith("It waits for Map, subtask 1 on tm-1:");
        assertThat(verdict(diagnosis, "AlignedTimeout")).isEqualTo(AdviceVerdict.MAY_HELP);
    }

    @Test
    void returnsThePhaseOfEverySubtask() {
        // given: the newest checkpoint before it, where each of the map's subtasks was slow
        // elsewhere
        engine.details.add(
                completed(
                        8,
                        task(
                                "Map",
                                "b",
                                List.of("a"),
                                told(0, 25_000, 0, 1, 5),
                                told(1, 10, 25_000, 1, 5),
                                told(2, 10, 0, 25_000, 5),
                                told(3, 10, 0, 1, 25_000),
                                told(4, 1, 1, 1, 1))));
        pending(
                inFlight(
                        9,
                        30_000,
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task(
                                "Map",
                                "b",
                                List.of("a"),
                                silent(0),
                                silent(1),
                                silent(2),
                                silent(3),
                                silent(4),
                                told(5, 1, 1, 1, 1)),
                        task("Sink", "c", List.of("b"), silent(0), told(1, 1, 1, 1, 1))));

        // when
        TaskCheckpointInfo[] tasks = job.diagnostics().describeCheckpoint(9).getTasks();

        // then
        assertThat(tasks)
                .extracting(TaskCheckpointInfo::getPhases)
                .containsExactly("K", "BASU?K", "WK");
        assertThat(job.diagnostics().describeCheckpoint(8).getTasks()[0].getPhases())
                .isEqualTo("KKKKK");
    }

    @Test
    void showsTheStacksOfTheHoldersThatItNames() {
        // given
        pending(
                inFlight(
                        9,
                        30_000,
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task("Map", "b", List.of("a"), silents(12)),
                        task("Sink", "c", List.of("b"), silent(0))));

        // when
        HolderStacks oldest = job.diagnostics().stacksOfHolders(-1);

        // then
        assertThat(oldest.getCheckpointId()).isEqualTo(9);
        assertThat(oldest.getHolders()).isEqualTo(12);
        assertThat(oldest.getStacks())
                .hasSize(10)
                .allSatisfy(stack -> assertThat(stack.getTask()).isEqualTo("Map"));
        assertThat(oldest.getNote()).isEqualTo("2 more subtasks hold it");
        assertThat(engine.asked).containsExactly("stacks of 10");
        assertThatThrownBy(() -> job.diagnostics().stacksOfHolders(8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("job " + JOB + ": checkpoint 8 is not in flight; in flight: [9]");
        engine.pending.clear();
        assertThatThrownBy(() -> job.diagnostics().stacksOfHolders(-1))
                .hasMessage("job " + JOB + ": no checkpoint is in flight");
    }

    @Test
    void asksForNoStacksWhereNothingHoldsIt() {
        // given
        pending(inFlight(9, 30_000, task("Source", "a", told(0, 10, 0, 1, 5))));

        // when
        HolderStacks stacks = job.diagnostics().stacksOfHolders(9);

        // then
        assertThat(stacks.getStacks()).isEmpty();
        assertThat(stacks.getNote()).startsWith("no subtask holds it: all have acknowledged");
        assertThat(engine.asked).isEmpty();
        engine.capabilities.remove(Capability.HOLDER_STACKS);
        assertThatThrownBy(() -> job.diagnostics().stacksOfHolders(9))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("HOLDER_STACKS");
    }

    @Test
    void warnsOfAnOptionWithWhichAnAlignedCheckpointMayHang() {
        // given
        pending(inFlight(9, 30_000, task("Source", "a", silent(0))));
        assertThat(job.diagnostics().diagnose().getSentences())
                .noneMatch(sentence -> sentence.contains("FLINK-40518"));

        // when
        engine.options.put(
                FlinkOption.DURING_RECOVERY,
                new OptionValue(FlinkOption.DURING_RECOVERY, "true", OptionValue.Origin.JOB));

        // then
        assertThat(job.diagnostics().diagnose().getSentences())
                .anySatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .startsWith(
                                                "execution.checkpointing.during-recovery.enabled:"
                                                        + " true, and the checkpoint is aligned"));
        assertThat(job.diagnostics().relatedOptions())
                .singleElement()
                .satisfies(
                        option -> {
                            assertThat(option.getValue()).isEqualTo("true");
                            assertThat(option.getOrigin()).isEqualTo("JOB");
                            assertThat(option.getEffect()).contains("FLINK-40518");
                        });
    }

    private static SubtaskDetail[] silents(int count) {
        return IntStream.range(0, count)
                .mapToObj(CheckpointDiagnosticsTest::silent)
                .toArray(SubtaskDetail[]::new);
    }

    @Test
    void advisesUnalignedWhereTheBarrierWasLateBefore() {
        // given
        engine.details.add(
                completed(
                        8,
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task("Sink", "b", List.of("a"), told(0, 25_000, 2_000, 1, 5))));
        pending(
                inFlight(
                        9,
                        30_000,
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task("Sink", "b", List.of("a"), silent(0))));

        // when
        CheckpointDiagnosis diagnosis = job.diagnostics().diagnose();

        // then
        CheckpointHolder holder = diagnosis.getHolders()[0];
        assertThat(holder.getPhase()).isEqualTo(BARRIER);
        assertThat(holder.getMillis()).isEqualTo(25_000);
        assertThat(holder.getWhy()).contains("checkpoint 8");
        assertThat(verdict(diagnosis, "AlignedTimeout")).isEqualTo(AdviceVerdict.HELPS);

        // and: not where it cannot be done
        engine.capabilities.remove(Capability.ALIGNMENT);
        CheckpointDiagnosis refused = job.diagnostics().diagnose();
        assertThat(verdict(refused, "AlignedTimeout")).isEqualTo(AdviceVerdict.DOES_NOT_HELP);
        assertThat(String.join(" ", refused.getSentences())).contains("cannot be changed");
    }

    @Test
    void looksForTheSameSubtaskInWhatWasBefore() {
        // given: the task has one subtask more than it had
        engine.details.add(
                completed(8, task("Source", "a", told(0, 10, 0, 1, 5), told(1, 10, 0, 20_000, 5))));
        pending(
                inFlight(
                        9,
                        30_000,
                        task("Source", "a", told(0, 10, 0, 1, 5), silent(1), silent(2))));

        // when
        CheckpointDiagnosis diagnosis = job.diagnostics().diagnose();

        // then
        assertThat(diagnosis.getHolders())
                .extracting(
                        CheckpointHolder::getSubtask,
                        CheckpointHolder::getPhase,
                        CheckpointHolder::getMillis)
                .containsExactlyInAnyOrder(
                        tuple(1, CheckpointPhase.SYNC, 20_000L),
                        tuple(2, CheckpointPhase.UNKNOWN, 30_000L));
    }

    @Test
    void blamesTheSnapshotOfTheSubtaskThatReportedIt() {
        // given: it expired at its deadline, and the subtask reported its progress
        engine.details.add(
                failed(
                        9,
                        "Checkpoint expired before completing.",
                        task("Source", "a", told(0, 10, 0, 1, 5)),
                        task("Count", "b", List.of("a"), interrupted(0, 20, 1, 2, 590_000))));
        engine.failed = new FailedCheckpointInfo(9, AT, AT + 600_000, "Checkpoint expired");

        // when
        CheckpointDiagnosis diagnosis = job.diagnostics().diagnose();

        // then
        assertThat(diagnosis.getStatus()).isEqualTo("FAILED");
        assertThat(diagnosis.getHolders()[0].getPhase()).isEqualTo(ASYNC);
        assertThat(diagnosis.getHolders()[0].getMillis()).isEqualTo(590_000);
        assertThat(verdict(diagnosis, "Timeout")).isEqualTo(AdviceVerdict.HELPS);
        assertThat(verdict(diagnosis, "AutoExtendAckPercent")).isEqualTo(AdviceVerdict.HELPS);
        assertThat(verdict(diagnosis, "AlignedTimeout")).isEqualTo(AdviceVerdict.DOES_NOT_HELP);
        assertThat(diagnosis.getAdvice())
                .extracting(SettingAdvice::getVerdict)
                .isSortedAccordingTo(Enum::compareTo);
    }

    @Test
    void promisesNothingForWhatMadeNoProgressOrFailedOtherwise() {
        // given
        pending(inFlight(9, 30_000, task("Source", "a", silent(0))));

        // when
        CheckpointDiagnosis hanging = job.diagnostics().diagnose();

        // then
        assertThat(verdict(hanging, "Timeout with rescheduleInFlight()"))
                .isEqualTo(AdviceVerdict.MAY_HELP);
        assertThat(verdict(hanging, "AutoExtendAckPercent")).isEqualTo(AdviceVerdict.DOES_NOT_HELP);

        // and
        engine.pending.clear();
        engine.details.clear();
        engine.details.add(
                failed(9, "Checkpoint was declined.", task("Source", "a", told(0, 1, 0, 0, 0))));
        engine.failed = new FailedCheckpointInfo(9, AT, AT + 5, "Checkpoint was declined.");
        CheckpointDiagnosis declined = job.diagnostics().diagnose();
        assertThat(verdict(declined, "Timeout")).isEqualTo(AdviceVerdict.DOES_NOT_HELP);
        assertThat(declined.getSentences()[1]).startsWith("All subtasks had acknowledged");
    }

    @Test
    void saysThatNothingIsWrong() {
        // when
        CheckpointDiagnosis diagnosis = job.diagnostics().diagnose();

        // then
        assertThat(diagnosis.getCheckpointId()).isEqualTo(-1);
        assertThat(diagnosis.getStatus()).isEqualTo("NONE");
        assertThat(diagnosis.getHolders()).isEmpty();
        assertThat(diagnosis.getSentences())
                .containsExactly(
                        "No checkpoint is in flight and none has failed; none has completed"
                                + " either.");
    }

    private void pending(CheckpointDetail detail) {
        engine.details.add(detail);
        engine.pending.add(
                new PendingCheckpointInfo(detail.id(), "Checkpoint", AT, AT + 600_000, 0, 1, 0));
    }

    private static AdviceVerdict verdict(CheckpointDiagnosis diagnosis, String setting) {
        return Arrays.stream(diagnosis.getAdvice())
                .filter(advice -> advice.getSetting().equals(setting))
                .map(SettingAdvice::getVerdict)
                .findFirst()
                .orElseThrow();
    }

    private static CheckpointDetail inFlight(long id, long age, TaskDetail... tasks) {
        return detail(id, "IN_PROGRESS", "", age, tasks);
    }

    private static CheckpointDetail completed(long id, TaskDetail... tasks) {
        return detail(id, "COMPLETED", "", 1_000, tasks);
    }

    private static CheckpointDetail failed(long id, String why, TaskDetail... tasks) {
        return detail(id, "FAILED", why, 600_000, tasks);
    }

    private static CheckpointDetail detail(
            long id, String status, String failure, long duration, TaskDetail... tasks) {
        return new CheckpointDetail(
                id, "Checkpoint", false, status, failure, AT, duration, false, 0, List.of(tasks));
    }

    private static TaskDetail task(String name, String vertex, SubtaskDetail... subtasks) {
        return task(name, vertex, List.of(), subtasks);
    }

    private static TaskDetail task(
            String name, String vertex, List<String> inputs, SubtaskDetail... subtasks) {
        return new TaskDetail(name, vertex, inputs, List.of(subtasks));
    }

    private static SubtaskDetail silent(int index) {
        return SubtaskDetail.notReported(index, "tm-" + index);
    }

    private static SubtaskDetail told(int index, long delay, long align, long sync, long async) {
        return subtask(index, true, delay, align, sync, async);
    }

    private static SubtaskDetail interrupted(
            int index, long delay, long align, long sync, long async) {
        return subtask(index, false, delay, align, sync, async);
    }

    private static SubtaskDetail subtask(
            int index, boolean acknowledged, long delay, long align, long sync, long async) {
        return SubtaskDetail.reported(
                index,
                "tm-" + index,
                acknowledged,
                AT + delay + align + sync + async,
                Map.of(BARRIER, delay, ALIGNMENT, align, SYNC, sync, ASYNC, async),
                2,
                3,
                4);
    }
}
