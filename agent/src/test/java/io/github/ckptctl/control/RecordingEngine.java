// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedCheckpointInfo;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.RescheduleResult;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine that remembers what was asked of it; its lock is only counted. */
final class RecordingEngine implements CheckpointEngine {

    final List<String> asked = new ArrayList<>();
    final Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    Runnable beforeApplied = () -> {};
    Runnable afterChange = () -> {};
    List<RescheduleResult> rescheduled = List.of();

    private final SubmittedSettings submitted;

    RecordingEngine(long timeout, long interval, long minPause) {
        submitted =
                SubmittedSettings.of(
                        Map.of(
                                Setting.TIMEOUT, timeout,
                                Setting.INTERVAL, interval,
                                Setting.MIN_PAUSE, minPause));
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public SubmittedSettings submitted() {
        return submitted;
    }

    @Override
    public void apply(Runnable change, boolean rearmTrigger) {
        beforeApplied.run();
        change.run();
        afterChange.run();
        asked.add(rearmTrigger ? "apply, rearm" : "apply");
    }

    @Override
    public List<RescheduleResult> rescheduleInFlight(long timeoutMillis) {
        asked.add("reschedule " + timeoutMillis);
        return rescheduled;
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
        return true;
    }
}
