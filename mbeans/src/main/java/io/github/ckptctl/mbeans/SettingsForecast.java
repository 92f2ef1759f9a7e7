// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

/** Forecast of a change of settings: its effects, or why it would be rejected. */
public final class SettingsForecast extends MBeanValue {

    private final long revision;
    private final String[] faults;
    private final String[] warnings;
    private final SettingChange[] changes;
    private final long nextTriggerAt;
    private final RescheduleResult[] inFlight;

    /** Creates the value; arrays must not be null. */
    @ConstructorParameters({
        "revision",
        "faults",
        "warnings",
        "changes",
        "nextTriggerAt",
        "inFlight"
    })
    public SettingsForecast(
            long revision,
            String[] faults,
            String[] warnings,
            SettingChange[] changes,
            long nextTriggerAt,
            RescheduleResult[] inFlight) {
        this.revision = revision;
        this.faults = faults.clone();
        this.warnings = warnings.clone();
        this.changes = changes.clone();
        this.nextTriggerAt = nextTriggerAt;
        this.inFlight = inFlight.clone();
    }

    /** Returns the revision of the settings that the forecast is based on. */
    public long getRevision() {
        return revision;
    }

    /**
     * Returns why it would be rejected, a sentence for each fault; empty if it would be applied.
     */
    public String[] getFaults() {
        return faults.clone();
    }

    /**
     * Returns the values that make little sense but would be applied; empty if there are faults.
     */
    public String[] getWarnings() {
        return warnings.clone();
    }

    /** Returns the settings whose value would change; none if there are faults. */
    public SettingChange[] getChanges() {
        return changes.clone();
    }

    /**
     * Returns when the next periodic trigger would be due, in epoch milliseconds, -1 if none would
     * be armed or Flink has yet to start it; the current one if there are faults.
     */
    public long getNextTriggerAt() {
        return nextTriggerAt;
    }

    /**
     * Returns what {@link CheckpointCoordinatorMXBean#rescheduleInFlight()} would do afterwards to
     * each checkpoint in flight; with the current timeout if there are faults.
     */
    public RescheduleResult[] getInFlight() {
        return inFlight.clone();
    }
}
