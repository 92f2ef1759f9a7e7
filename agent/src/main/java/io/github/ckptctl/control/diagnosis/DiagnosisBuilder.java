// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SubtaskDetail;
import io.github.ckptctl.control.model.TaskDetail;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.SettingAdvice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Builder of a diagnosis: which subtasks delay one checkpoint and in which phase, and which
 * settings would help.
 *
 * <p>{@link PhaseEvidence} places a subtask in a phase. Of the missing subtasks only those count
 * whose inputs have all acknowledged: the barrier was sent to them, and the others wait behind
 * them.
 */
final class DiagnosisBuilder {

    private static final int SHOWN = 10;

    private final CheckpointEngine engine;
    private final SettingsService settings;
    private final CheckpointDetail subject;
    private final List<CheckpointDetail> earlier;

    /**
     * @param earlier the earlier checkpoints that Flink retains, newest first
     */
    DiagnosisBuilder(
            CheckpointEngine engine,
            SettingsService settings,
            CheckpointDetail subject,
            List<CheckpointDetail> earlier) {
        this.engine = engine;
        this.settings = settings;
        this.subject = subject;
        this.earlier = earlier;
    }

    static CheckpointDiagnosis ofNothing(
            CheckpointEngine engine, JobSettings settings, String notTriggering) {
        CompletedCheckpointInfo latest = engine.latestCompleted();
        String completed =
                latest.getId() == -1
                        ? "none has completed either"
                        : "checkpoint "
                                + latest.getId()
                                + " completed in "
                                + latest.getDuration()
                                + " ms";
        List<String> sentences = new ArrayList<>();
        sentences.add("No checkpoint is in flight and none has failed; " + completed + ".");
        addNotTriggering(sentences, "None is triggered: ", notTriggering);
        OptionalLong next = engine.nextTriggerIn();
        if (notTriggering.isEmpty() && next.isPresent()) {
            sentences.add(
                    "The next periodic one is due in "
                            + next.getAsLong()
                            + " ms, by Interval "
                            + Setting.INTERVAL.text(settings.effective(Setting.INTERVAL))
                            + " and MinPause "
                            + Setting.MIN_PAUSE.text(settings.effective(Setting.MIN_PAUSE))
                            + ".");
        }
        return new CheckpointDiagnosis(
                -1,
                "NONE",
                new CheckpointHolder[0],
                new SettingAdvice[0],
                sentences.toArray(new String[0]));
    }

    /**
     * @param notTriggering why no further checkpoint is triggered, empty if nothing is in the way
     */
    CheckpointDiagnosis answer(String notTriggering) {
        List<CheckpointHolder> holders = shown(holders());
        CheckpointPhase phase =
                holders.stream()
                        .map(CheckpointHolder::getPhase)
                        .filter(candidate -> candidate != CheckpointPhase.UNKNOWN)
                        .findFirst()
                        .orElse(CheckpointPhase.UNKNOWN);
        List<SettingAdvice> advice = new SettingAdvisor(engine, settings, subject, phase).all();
        return new CheckpointDiagnosis(
                subject.id(),
                subject.status(),
                holders.toArray(new CheckpointHolder[0]),
                advice.toArray(new SettingAdvice[0]),
                sentences(holders, advice, notTriggering).toArray(new String[0]));
    }

    /** Returns the subtasks that hold it, the worst first. */
    List<CheckpointHolder> holders() {
        List<CheckpointHolder> holders = new ArrayList<>();
        for (TaskDetail task : subject.front()) {
            task.missing().forEach(subtask -> holders.add(holder(task, subtask)));
        }
        return holders.stream()
                .sorted((a, b) -> Long.compare(b.getMillis(), a.getMillis()))
                .collect(Collectors.toList());
    }

    /** Returns those of the holders that an answer names. */
    static List<CheckpointHolder> shown(List<CheckpointHolder> holders) {
        return holders.stream().limit(SHOWN).collect(Collectors.toList());
    }

    private CheckpointHolder holder(TaskDetail task, SubtaskDetail subtask) {
        PhaseEvidence evidence = PhaseEvidence.of(subject, earlier, task, subtask);
        return new CheckpointHolder(
                task.name(),
                task.vertexId(),
                subtask.index(),
                subtask.host(),
                evidence.phase(),
                evidence.millis(),
                evidence.why());
    }

    private static void addNotTriggering(
            List<String> sentences, String what, String notTriggering) {
        if (!notTriggering.isEmpty()) {
            sentences.add(what + notTriggering.replaceFirst("\\.$", "") + ".");
        }
    }

    private List<String> sentences(
            List<CheckpointHolder> holders, List<SettingAdvice> advice, String notTriggering) {
        List<String> sentences = new ArrayList<>();
        sentences.add(summary());
        holders.forEach(holder -> sentences.add(sentence(holder)));
        if (holders.isEmpty()) {
            sentences.add(
                    "All subtasks had acknowledged: what was left is to write its metadata and to"
                            + " add it to the completed ones.");
        }
        long newest = engine.latestCompleted().getId();
        if (newest > subject.id()) {
            sentences.add("Checkpoint " + newest + " has completed since.");
        }
        addNotTriggering(sentences, "No other one is triggered: ", notTriggering);
        addRelatedOptions(sentences, holders);
        advice.forEach(
                one ->
                        sentences.add(
                                one.getSetting()
                                        + " "
                                        + one.getVerdict()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', ' ')
                                        + ": "
                                        + one.getWhy()
                                        + "."));
        return sentences;
    }

    private void addRelatedOptions(List<String> sentences, List<CheckpointHolder> holders) {
        OptionValue duringRecovery = engine.relatedOptions().get(FlinkOption.DURING_RECOVERY);
        if (duringRecovery != null && duringRecovery.isOn() && !subject.isUnaligned()) {
            sentences.add(
                    duringRecovery
                            + ", and the checkpoint is aligned: one that was triggered while tasks"
                            + " still restored in-flight data hangs until it expires (FLINK-40518).");
        }
        OptionValue syncTimeout = engine.relatedOptions().get(FlinkOption.SYNC_PHASE_TIMEOUT);
        if (syncTimeout != null
                && syncTimeout.isOn()
                && holders.stream().anyMatch(each -> each.getPhase() == CheckpointPhase.SYNC)) {
            sentences.add(syncTimeout + " limits the synchronous part of a snapshot.");
        }
    }

    private String summary() {
        String counted =
                subject.acknowledged() + " of " + subject.total() + " subtasks acknowledged";
        return subject.kind()
                + " "
                + subject.id()
                + (subject.isInProgress()
                        ? " has been in flight for " + subject.duration() + " ms, "
                        : " failed after "
                                + subject.duration()
                                + " ms ("
                                + subject.failure()
                                + "), ")
                + counted
                + ".";
    }

    private static String sentence(CheckpointHolder holder) {
        return "It waits for "
                + holder.getTask()
                + ", subtask "
                + holder.getSubtask()
                + (holder.getHost().isEmpty() ? "" : " on " + holder.getHost())
                + ": "
                + phrase(holder.getPhase())
                + "; "
                + holder.getWhy()
                + ".";
    }

    private static String phrase(CheckpointPhase phase) {
        switch (phase) {
            case BARRIER:
                return "its barrier is behind records that are not processed yet (back-pressure)";
            case ALIGNMENT:
                return "some of its inputs' barriers are behind records (back-pressure)";
            case SYNC:
                return "the synchronous part of its snapshot, in which the task stands still";
            case ASYNC:
                return "the asynchronous part of its snapshot, mostly the upload to storage";
            default:
                return "its inputs have acknowledged, so its barrier is on the way, it aligns, or it"
                        + " takes its snapshot";
        }
    }
}
