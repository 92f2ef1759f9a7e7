// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SubmittedSettings;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStore;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Configuration that a coordinator was constructed with: the submitted settings, and the
 * capabilities that the way in which the job was submitted rules out. Immutable.
 */
final class SubmittedConfiguration {

    /** Flink's interval of a job without periodic checkpoints. */
    static final long NO_INTERVAL = CheckpointCoordinatorConfiguration.DISABLED_CHECKPOINT_INTERVAL;

    private final Set<Capability> capabilities;
    private final Map<Capability, String> ruledOut = new EnumMap<>(Capability.class);
    private final SubmittedSettings settings;

    /**
     * @param capabilities the capabilities of this Flink
     */
    SubmittedConfiguration(
            CheckpointCoordinator coordinator, FlinkInternals parts, Set<Capability> capabilities) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        if (capabilities.contains(Capability.TIMEOUT)) {
            values.put(Setting.TIMEOUT, parts.timeout.get(coordinator));
        }
        if (capabilities.contains(Capability.INTERVAL)) {
            long interval = parts.interval.get(coordinator);
            boolean none = interval == NO_INTERVAL;
            values.put(Setting.INTERVAL, none ? SubmittedSettings.NONE : interval);
            if (capabilities.contains(Capability.INTERVAL_DURING_BACKLOG)) {
                long duringBacklog = parts.intervalDuringBacklog.get(coordinator);
                long without = none ? SubmittedSettings.NONE : 0;
                values.put(
                        Setting.INTERVAL_DURING_BACKLOG,
                        duringBacklog == NO_INTERVAL ? without : duringBacklog);
            }
        }
        if (capabilities.contains(Capability.MIN_PAUSE)) {
            values.put(Setting.MIN_PAUSE, parts.minPause.get(coordinator));
        }
        if (capabilities.contains(Capability.TOLERABLE_FAILED_CHECKPOINTS)) {
            int tolerable = parts.tolerableFailedCheckpoints.get(parts.failures.get(coordinator));
            values.put(Setting.TOLERABLE_FAILED_CHECKPOINTS, (long) tolerable);
        }
        if (capabilities.contains(Capability.RETENTION)) {
            values.put(
                    Setting.RETENTION,
                    CheckpointRetention.of(parts.checkpointProperties.get(coordinator), parts));
        }
        CompletedCheckpointStore store = coordinator.getCheckpointStore();
        if (capabilities.contains(Capability.NUM_RETAINED)) {
            readNumRetained(store, values);
        }
        if (capabilities.contains(Capability.PINS) && CoordinatorPins.registryOf(store) == null) {
            ruledOut.put(
                    Capability.PINS,
                    "the job's store of completed checkpoints, "
                            + store.getClass().getName()
                            + ", does not return its registry of shared state");
        }
        if (capabilities.contains(Capability.MAX_CONCURRENT)) {
            int concurrent = parts.maxConcurrent.get(parts.decider.get(coordinator));
            values.put(Setting.MAX_CONCURRENT, (long) concurrent);
        }
        if (capabilities.contains(Capability.ALIGNMENT)) {
            readAlignment(coordinator, parts, values);
        }
        this.settings = SubmittedSettings.of(values);
        if (capabilities.contains(Capability.PERIODIC_START) && !isPeriodic()) {
            String why = new PeriodicStart(parts).whyNot(coordinator);
            if (!why.isEmpty()) {
                ruledOut.put(Capability.PERIODIC_START, why);
            }
        }
        if (capabilities.contains(Capability.STOP_WITH_CHECKPOINT)) {
            String why = CheckpointStopper.whyNotWithCheckpoint(coordinator, parts);
            if (!why.isEmpty()) {
                ruledOut.put(Capability.STOP_WITH_CHECKPOINT, why);
            }
        }
        if (capabilities.contains(Capability.STOP_WITH_SAVEPOINT)) {
            String why = CheckpointStopper.whyNotWithSavepoint(coordinator, parts);
            if (!why.isEmpty()) {
                ruledOut.put(Capability.STOP_WITH_SAVEPOINT, why);
            }
        }
        if (capabilities.contains(Capability.FORCED_RESCALE)
                && !parts.rescale.areForced(parts.statsTracker.get(coordinator))) {
            ruledOut.put(
                    Capability.FORCED_RESCALE,
                    "the job's scheduler makes no rescale wait for a checkpoint; the adaptive one"
                            + " does, from Flink 2.0 on");
        }
        this.capabilities = EnumSet.copyOf(capabilities);
        this.capabilities.removeAll(ruledOut.keySet());
    }

    SubmittedSettings settings() {
        return settings;
    }

    /** Returns whether the job was submitted with periodic checkpoints. */
    boolean isPeriodic() {
        return settings.get(Setting.INTERVAL) != SubmittedSettings.NONE;
    }

    /** Returns whether the job was submitted with exactly-once, aligned checkpoints. */
    boolean isAligned() {
        return settings.get(Setting.UNALIGNED_ENABLED) == 0
                && whyRuledOut(Capability.ALIGNMENT).isEmpty();
    }

    /** Returns the capabilities of this Flink and this job. */
    Set<Capability> capabilities() {
        return Set.copyOf(capabilities);
    }

    /**
     * Returns why the way in which the job was submitted rules a capability out, empty if it does
     * not.
     */
    String whyRuledOut(Capability capability) {
        return ruledOut.getOrDefault(capability, "");
    }

    /**
     * Reads how many checkpoints the store retains. It may be one of another high availability
     * service than Flink's, and does not have to support this.
     */
    private void readNumRetained(CompletedCheckpointStore store, Map<Setting, Long> values) {
        try {
            values.put(Setting.NUM_RETAINED, (long) store.getMaxNumberOfRetainedCheckpoints());
        } catch (RuntimeException | LinkageError e) {
            ruledOut.put(
                    Capability.NUM_RETAINED,
                    "the job's store of completed checkpoints, "
                            + store.getClass().getName()
                            + ", does not return how many it retains: "
                            + e);
        }
    }

    private void readAlignment(
            CheckpointCoordinator coordinator, FlinkInternals parts, Map<Setting, Long> values) {
        boolean unaligned = parts.unalignedEnabled.get(coordinator);
        values.put(Setting.UNALIGNED_ENABLED, unaligned ? 1L : 0L);
        if (!parts.exactlyOnce.get(coordinator)) {
            String why =
                    "the job takes at-least-once checkpoints, which align nothing: a task lets"
                            + " records pass whatever barriers it has seen";
            ruledOut.put(Capability.ALIGNMENT, why);
            ruledOut.put(Capability.UNALIGNED, why);
            return;
        }
        long timeout = parts.alignedTimeout.get(coordinator);
        // Flink reads "no timeout" as "at once" too (CheckpointOptions.forConfig, 1.18 to 2.3)
        values.put(Setting.ALIGNED_TIMEOUT, timeout == Long.MAX_VALUE ? 0 : timeout);
    }
}
