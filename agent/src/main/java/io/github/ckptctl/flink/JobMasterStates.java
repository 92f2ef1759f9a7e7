// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * JobMasters that were reported as created, started or stopped, held weakly, with what Flink still
 * asks of a job when its JobMaster has begun to stop. A job may have several of them here, one
 * after the other. Any thread.
 */
final class JobMasterStates {

    private final WeakConcurrentMap<Object, State> states = new WeakConcurrentMap<>(false, false);
    private final AtomicLong reports = new AtomicLong();

    void created(Object jobMaster, String jobId) {
        put(jobMaster, jobId, Phase.CREATED);
    }

    void started(Object jobMaster, String jobId) {
        put(jobMaster, jobId, Phase.STARTED);
    }

    void stopped(Object jobMaster, String jobId) {
        put(jobMaster, jobId, Phase.STOPPED);
    }

    /**
     * Keeps what a job had when it left.
     *
     * @param retention the override of {@link Setting#RETENTION}
     * @param files the files of the pinned checkpoints, null for none
     */
    void left(Object jobMaster, String jobId, long retention, @Nullable PinnedFiles files) {
        put(jobMaster, jobId, Phase.STOPPED, retention, files);
    }

    private void put(Object jobMaster, String jobId, Phase phase) {
        put(jobMaster, jobId, phase, JobSettings.NO_OVERRIDE, null);
    }

    private void put(
            Object jobMaster,
            String jobId,
            Phase phase,
            long retention,
            @Nullable PinnedFiles files) {
        states.put(jobMaster, new State(reports.incrementAndGet(), jobId, phase, retention, files));
    }

    /** Returns whether the start of a JobMaster has not been reported. */
    boolean isNew(Object jobMaster) {
        State state = states.get(jobMaster);
        return state == null || state.phase == Phase.CREATED;
    }

    /** Returns whether a job had JobMasters here, and all of them have stopped. */
    boolean isLeft(String jobId) {
        boolean left = false;
        for (Map.Entry<Object, State> known : states) {
            if (known.getValue().jobId.equals(jobId)) {
                if (known.getValue().phase != Phase.STOPPED) {
                    return false;
                }
                left = true;
            }
        }
        return left;
    }

    /** Returns whether a condition holds for one of the JobMasters of a job. */
    boolean isAny(String jobId, Predicate<Object> condition) {
        for (Map.Entry<Object, State> known : states) {
            if (known.getValue().jobId.equals(jobId) && condition.test(known.getKey())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the override of the retention that a job left with: its store asks when its JobMaster
     * has begun to stop, for whatever reason ({@code SchedulerBase.closeAsync}, {@code
     * AdaptiveScheduler.closeAsync}, 1.18 to 2.3).
     */
    long lastRetention(String jobId) {
        State last = null;
        for (Map.Entry<Object, State> known : states) {
            State state = known.getValue();
            if (state.jobId.equals(jobId) && (last == null || state.number > last.number)) {
                last = state;
            }
        }
        return last == null ? JobSettings.NO_OVERRIDE : last.retention;
    }

    /** Returns the files that a job left with and that keep a checkpoint, null for none. */
    @Nullable PinnedFiles pinnedFiles(String jobId, long checkpointId) {
        for (Map.Entry<Object, State> known : states) {
            PinnedFiles files = known.getValue().pinnedFiles;
            if (files != null
                    && known.getValue().jobId.equals(jobId)
                    && files.isKept(checkpointId)) {
                return files;
            }
        }
        return null;
    }

    void expungeStaleEntries() {
        states.expungeStaleEntries();
    }

    /** Phase of a JobMaster. */
    private enum Phase {
        CREATED,
        STARTED,
        STOPPED
    }

    /** State of a JobMaster. Immutable. */
    private static final class State {

        /** Counts up with each report. */
        private final long number;

        private final String jobId;
        private final Phase phase;
        private final long retention;
        private final @Nullable PinnedFiles pinnedFiles;

        State(
                long number,
                String jobId,
                Phase phase,
                long retention,
                @Nullable PinnedFiles pinnedFiles) {
            this.number = number;
            this.jobId = jobId;
            this.phase = phase;
            this.retention = retention;
            this.pinnedFiles = pinnedFiles;
        }
    }
}
