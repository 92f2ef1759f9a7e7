// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.diagnosis;

import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.AbsentEngine;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.CheckpointDetail;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.mbeans.CheckpointDescription;
import io.github.ckptctl.mbeans.CheckpointDiagnosis;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Diagnostics of a job's checkpoints from Flink's statistics. Only reads, from any thread, and
 * never waits.
 */
public final class CheckpointDiagnostics {

    private final String jobId;
    private final EngineReference engine;
    private final JobStateReference state;
    private final SettingsService settings;
    private final long startedAt;

    public CheckpointDiagnostics(
            String jobId,
            EngineReference engine,
            JobStateReference state,
            SettingsService settings,
            long startedAt) {
        this.jobId = jobId;
        this.engine = engine;
        this.state = state;
        this.settings = settings;
        this.startedAt = startedAt;
    }

    /** Describes one checkpoint; see the contract's {@code describeCheckpoint}. */
    public CheckpointDescription describeCheckpoint(long checkpointId) {
        engine.requireCapability(Capability.STATISTICS);
        return engine.get()
                .detail(checkpointId)
                .orElseThrow(() -> notKnown(checkpointId))
                .description();
    }

    /** Returns the subtasks that delay a checkpoint; see the contract's {@code diagnose}. */
    public CheckpointDiagnosis diagnose() {
        engine.requireCapability(Capability.STATISTICS);
        CheckpointEngine engine = this.engine.get();
        List<Long> recent = engine.recent();
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
        if (subject.isEmpty()) {
            return DiagnosisBuilder.ofNothing(engine, notTriggering());
        }
        long id = subject.get().id();
        List<CheckpointDetail> earlier =
                recent.stream()
                        .filter(other -> other < id)
                        .map(other -> engine.detail(other).orElse(null))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toList());
        return new DiagnosisBuilder(engine, settings, subject.get(), earlier).answer();
    }

    /**
     * Returns why Flink triggers no checkpoint of the job automatically, empty if it does so
     * whenever the job runs.
     */
    public String notTriggering() {
        String why = whyNoneIsToCome();
        Suspension suspension = state.suspension();
        return why.isEmpty() && suspension.mode() != SuspensionMode.NONE
                ? suspension.refusal()
                : why;
    }

    /**
     * Returns since when the job's first checkpoint is due, in epoch milliseconds: since its start
     * here or, if it was submitted without an interval, since it was given one. -1 while none is
     * due.
     */
    public long firstExpectedSince() {
        if (!whyNoneIsToCome().isEmpty()) {
            return -1;
        }
        JobSettings now = state.settings();
        SettingOverride interval = now.overrideOf(Setting.INTERVAL);
        return interval == null || now.submitted().get(Setting.INTERVAL) != SubmittedSettings.NONE
                ? startedAt
                : Math.max(startedAt, interval.changedAt());
    }

    private String whyNoneIsToCome() {
        CheckpointEngine engine = this.engine.get();
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
}
