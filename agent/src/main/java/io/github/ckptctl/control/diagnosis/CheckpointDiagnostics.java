// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.AbsentEngine;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.HolderStack;
import io.github.ckptctl.mbeans.HolderStacks;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RelatedOption;
import io.github.ckptctl.mbeans.SuspensionMode;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Diagnostics of a job's checkpoints from Flink's statistics. Only reads, from any thread, and
 * never waits, except for {@link #stacksOfHolders}.
 */
public final class CheckpointDiagnostics {

    /** Time that TaskManagers have for a thread dump. */
    private static final Duration DUMP = Duration.ofSeconds(10);

    private final String jobId;
    private final EngineReference engine;
    private final JobStateReference state;
    private final SettingsService settings;
    private final long startedAt;
    private final Clock clock;

    public CheckpointDiagnostics(
            String jobId,
            EngineReference engine,
            JobStateReference state,
            SettingsService settings,
            long startedAt,
            Clock clock) {
        this.jobId = jobId;
        this.engine = engine;
        this.state = state;
        this.settings = settings;
        this.startedAt = startedAt;
        this.clock = clock;
    }

    /** Describes one checkpoint; see the contract's {@code describeCheckpoint}. */
    public CheckpointDescription describeCheckpoint(long checkpointId) {
        engine.requireCapability(Capability.STATISTICS);
        CheckpointEngine engine = this.engine.get();
        CheckpointDetail subject =
                engine.detail(checkpointId).orElseThrow(() -> notKnown(checkpointId));
        boolean isComplete = subject.acknowledged() == subject.total();
        return subject.description(
                new SubtaskPhases(subject, isComplete ? List.of() : earlier(engine, subject))::of);
    }

    /** Returns the subtasks that delay a checkpoint; see the contract's {@code diagnose}. */
    public CheckpointDiagnosis diagnose() {
        engine.requireCapability(Capability.STATISTICS);
        CheckpointEngine engine = this.engine.get();
        Optional<CheckpointDetail> subject =
                engine.pending().stream()
                        .map(PendingCheckpointInfo::getId)
                        .map(engine::detail)
                        .flatMap(Optional::stream)
                        .filter(CheckpointDetail::isInProgress)
                        .findFirst();
        if (subject.isEmpty()) {
            subject = Optional.of(engine.latestFailed().getId()).flatMap(engine::detail);
        }
        return subject.isEmpty()
                ? DiagnosisBuilder.ofNothing(engine, state.settings(), notTriggering())
                : builder(engine, subject.get()).answer(notTriggering());
    }

    private static List<CheckpointDetail> earlier(
            CheckpointEngine engine, CheckpointDetail subject) {
        return engine.recent().stream()
                .filter(other -> other < subject.id())
                .map(other -> engine.detail(other).orElse(null))
                .filter(Objects::nonNull)
                .collect(Collectors.toList());
    }

    /**
     * Returns the stacks of the subtasks that hold a checkpoint in flight; see the contract's
     * {@code stacksOfHolders}. Waits for TaskManagers.
     *
     * @param checkpointId the checkpoint, -1 for the oldest
     */
    public HolderStacks stacksOfHolders(long checkpointId) {
        this.engine.requireCapability(Capability.STATISTICS);
        this.engine.requireCapability(Capability.HOLDER_STACKS);
        CheckpointEngine engine = this.engine.get();
        List<Long> pending =
                engine.pending().stream()
                        .map(PendingCheckpointInfo::getId)
                        .collect(Collectors.toList());
        if (checkpointId == -1 && pending.isEmpty()) {
            throw new IllegalArgumentException("job " + jobId + ": no checkpoint is in flight");
        }
        long id = checkpointId == -1 ? pending.get(0) : checkpointId;
        CheckpointDetail subject =
                Optional.of(id)
                        .filter(pending::contains)
                        .flatMap(engine::detail)
                        .filter(CheckpointDetail::isInProgress)
                        .orElseThrow(() -> notInFlight(checkpointId, pending));
        List<CheckpointHolder> holders = builder(engine, subject).holders();
        List<HolderStack> stacks;
        try {
            stacks =
                    holders.isEmpty()
                            ? List.of()
                            : engine.stacks(DiagnosisBuilder.shown(holders), DUMP);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("job " + jobId + ": " + e.getMessage(), e);
        }
        return new HolderStacks(
                id, holders.size(), stacks.toArray(new HolderStack[0]), note(holders, stacks));
    }

    private static String note(List<CheckpointHolder> holders, List<HolderStack> stacks) {
        if (holders.isEmpty()) {
            return "no subtask holds it: all have acknowledged, and it is being completed";
        }
        int more = holders.size() - stacks.size();
        return more == 0 ? "" : more + " more subtasks hold it";
    }

    private DiagnosisBuilder builder(CheckpointEngine engine, CheckpointDetail subject) {
        return new DiagnosisBuilder(engine, settings, subject, earlier(engine, subject));
    }

    /**
     * Returns why Flink triggers no checkpoint automatically although one would be expected, empty
     * otherwise; see the contract's {@code NotTriggering}.
     */
    public String notTriggering() {
        CheckpointEngine engine = this.engine.get();
        String why = whyNoneIsToCome(engine);
        Suspension suspension = state.suspension();
        if (!why.isEmpty() || suspension.mode() != SuspensionMode.NONE) {
            return why.isEmpty() ? suspension.refusal() : why;
        }
        return new TriggerObstacles(engine, state.settings(), clock.millis()).current();
    }

    /** Returns the job's values of related options; see the contract's {@code RelatedOptions}. */
    public List<RelatedOption> relatedOptions() {
        return engine.get().relatedOptions().values().stream()
                .map(OptionValue::info)
                .collect(Collectors.toList());
    }

    /**
     * Returns since when the job's first checkpoint is due, in epoch milliseconds: since its start
     * here or, if it was submitted without an interval, since it was given one. -1 while none is
     * due.
     */
    public long firstExpectedSince() {
        if (!whyNoneIsToCome(engine.get()).isEmpty()) {
            return -1;
        }
        JobSettings now = state.settings();
        SettingOverride interval = now.overrideOf(Setting.INTERVAL);
        return interval == null || now.submitted().get(Setting.INTERVAL) != SubmittedSettings.NONE
                ? startedAt
                : Math.max(startedAt, interval.changedAt());
    }

    private String whyNoneIsToCome(CheckpointEngine engine) {
        if (engine == AbsentEngine.INSTANCE) {
            return engine.missingReason(Capability.TRIGGER);
        }
        // an interval that this Flink does not expose is not known to be absent
        if (!engine.missingReason(Capability.INTERVAL).isEmpty()
                || state.settings().effective(Setting.INTERVAL) != SubmittedSettings.NONE) {
            return "";
        }
        String why = engine.missingReason(Capability.PERIODIC_START);
        return why.isEmpty()
                ? "the job was submitted without an interval (execution.checkpointing.interval): a"
                        + " checkpoint is taken only when one is triggered by hand, until Interval"
                        + " is set"
                : "the job takes no periodic checkpoints: " + why;
    }

    private IllegalArgumentException notKnown(long checkpointId) {
        List<Long> recent = engine.get().recent();
        return new IllegalArgumentException(
                "job "
                        + jobId
                        + ": checkpoint "
                        + checkpointId
                        + " is not among those that Flink remembers (web.checkpoints.history): "
                        + (recent.isEmpty() ? "there are none yet" : recent));
    }

    private IllegalArgumentException notInFlight(long checkpointId, List<Long> pending) {
        return new IllegalArgumentException(
                "job "
                        + jobId
                        + ": checkpoint "
                        + checkpointId
                        + " is not in flight; "
                        + (pending.isEmpty() ? "none is" : "in flight: " + pending));
    }
}
