// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CheckpointPhase;

import java.util.EnumMap;
import java.util.Map;

/** Report of one subtask on its part in one checkpoint. Durations are milliseconds, -1 unknown. */
public final class SubtaskDetail {

    private final int index;
    private final String host;
    private final boolean acknowledged;
    private final long acknowledgedAt;
    private final Map<CheckpointPhase, Long> phases;
    private final long processedInFlight;
    private final long persistedInFlight;
    private final long checkpointedSize;

    private SubtaskDetail(
            int index,
            String host,
            boolean acknowledged,
            long acknowledgedAt,
            Map<CheckpointPhase, Long> phases,
            long processedInFlight,
            long persistedInFlight,
            long checkpointedSize) {
        this.index = index;
        this.host = host;
        this.acknowledged = acknowledged;
        this.acknowledgedAt = acknowledgedAt;
        this.phases = phases;
        this.processedInFlight = processedInFlight;
        this.persistedInFlight = persistedInFlight;
        this.checkpointedSize = checkpointedSize;
    }

    /** Returns a subtask that has reported nothing. */
    public static SubtaskDetail notReported(int index, String host) {
        return new SubtaskDetail(index, host, false, -1, Map.of(), 0, 0, 0);
    }

    /**
     * Returns a subtask that has reported its part.
     *
     * @param acknowledged whether it took its snapshot; otherwise it was requested to abort it
     * @param phases how long it spent in each phase, those that are unknown left out
     */
    public static SubtaskDetail reported(
            int index,
            String host,
            boolean acknowledged,
            long acknowledgedAt,
            Map<CheckpointPhase, Long> phases,
            long processedInFlight,
            long persistedInFlight,
            long checkpointedSize) {
        Map<CheckpointPhase, Long> copy = new EnumMap<>(CheckpointPhase.class);
        copy.putAll(phases);
        return new SubtaskDetail(
                index,
                host,
                acknowledged,
                acknowledgedAt,
                copy,
                processedInFlight,
                persistedInFlight,
                checkpointedSize);
    }

    public int index() {
        return index;
    }

    public String host() {
        return host;
    }

    public boolean isAcknowledged() {
        return acknowledged;
    }

    long acknowledgedAt() {
        return acknowledgedAt;
    }

    public long in(CheckpointPhase phase) {
        return phases.getOrDefault(phase, -1L);
    }

    /**
     * Returns the phase in which it spent most of its time, {@code UNKNOWN} if it reported nothing.
     */
    public CheckpointPhase longestPhase() {
        return phases.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(CheckpointPhase.UNKNOWN);
    }

    long processedInFlight() {
        return processedInFlight;
    }

    long persistedInFlight() {
        return persistedInFlight;
    }

    long checkpointedSize() {
        return checkpointedSize;
    }
}
