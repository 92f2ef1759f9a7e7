// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.util.List;
import java.util.Set;

/** The engine of a job that has no coordinator: a batch job, or one not scheduled yet. */
final class AbsentEngine implements CheckpointEngine {

    static final CheckpointEngine INSTANCE = new AbsentEngine();

    private AbsentEngine() {}

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public SubmittedSettings submitted() {
        return SubmittedSettings.unknown();
    }

    @Override
    public void apply(Runnable change, boolean rearmTrigger) {
        change.run();
    }

    @Override
    public List<RescheduleResult> rescheduleInFlight(long timeoutMillis) {
        return List.of();
    }

    @Override
    public List<PendingCheckpointInfo> pending() {
        return List.of();
    }

    @Override
    public CompletedCheckpointInfo latestCompleted() {
        return CompletedCheckpointInfo.none();
    }

    @Override
    public FailedCheckpointInfo latestFailed() {
        return FailedCheckpointInfo.none();
    }

    @Override
    public CheckpointCounts counts() {
        return CheckpointCounts.ZERO;
    }

    @Override
    public boolean isPeriodicEnabled() {
        return false;
    }
}
