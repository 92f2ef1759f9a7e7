// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.SuspensionMode;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Record of one job's control that outlives a JobManager. Immutable. */
public final class JobRecord {

    /** Record of a job for which nothing was ever set. */
    public static final JobRecord NONE = new JobRecord(0, -1, Map.of(), Suspension.NONE, List.of());

    private final long revision;
    private final long overriddenSince;
    private final Map<Setting, SettingOverride> overrides;
    private final Suspension suspension;
    private final List<ChangeHistoryEntry> history;
    private final List<Pin> pins;

    /**
     * @param revision the number of changes so far
     * @param overriddenSince since when something has been overridden without a break, epoch
     *     milliseconds, -1 if nothing is
     * @param history oldest entry first
     */
    public JobRecord(
            long revision,
            long overriddenSince,
            Map<Setting, SettingOverride> overrides,
            Suspension suspension,
            List<ChangeHistoryEntry> history) {
        this(revision, overriddenSince, overrides, suspension, history, List.of());
    }

    private JobRecord(
            long revision,
            long overriddenSince,
            Map<Setting, SettingOverride> overrides,
            Suspension suspension,
            List<ChangeHistoryEntry> history,
            List<Pin> pins) {
        this.revision = revision;
        this.overriddenSince = overriddenSince;
        EnumMap<Setting, SettingOverride> copy = new EnumMap<>(Setting.class);
        copy.putAll(overrides);
        this.overrides = Collections.unmodifiableMap(copy);
        this.suspension = suspension;
        this.history = List.copyOf(history);
        this.pins = List.copyOf(pins);
    }

    /** Returns this record with these pins. */
    public JobRecord with(List<Pin> newPins) {
        return new JobRecord(revision, overriddenSince, overrides, suspension, history, newPins);
    }

    /** Returns the number of changes so far. */
    public long revision() {
        return revision;
    }

    /** Returns since when something has been overridden, in epoch milliseconds, -1 for nothing. */
    public long overriddenSince() {
        return overriddenSince;
    }

    /** Returns the overrides. */
    public Map<Setting, SettingOverride> overrides() {
        return overrides;
    }

    /** Returns the suspension. */
    public Suspension suspension() {
        return suspension;
    }

    /** Returns the history, oldest entry first. */
    public List<ChangeHistoryEntry> history() {
        return history;
    }

    /** Returns the pins, in the order in which they were set. */
    public List<Pin> pins() {
        return pins;
    }

    /** Returns the effects of the record on a job, as part of a sentence. */
    @Override
    public String toString() {
        String suspended =
                suspension.mode() == SuspensionMode.NONE
                        ? "nothing suspended"
                        : "suspended " + suspension;
        String pinned =
                pins.isEmpty()
                        ? ""
                        : pins.stream()
                                .map(pin -> Long.toString(pin.checkpointId()))
                                .collect(Collectors.joining(", ", ", pinned checkpoints ", ""));
        return (overrides.isEmpty()
                        ? suspended + ", the settings as submitted"
                        : overrides.entrySet().stream()
                                .map(of -> of.getKey().attribute() + "=" + text(of))
                                .collect(Collectors.joining(", ", suspended + ", ", "")))
                + pinned;
    }

    private static String text(Map.Entry<Setting, SettingOverride> override) {
        return override.getKey().text(override.getValue().value());
    }
}
