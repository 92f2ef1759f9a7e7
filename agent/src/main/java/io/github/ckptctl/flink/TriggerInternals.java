// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import java.util.Collection;

/**
 * The parts of Flink that decide whether a periodic trigger succeeds. Names are those of 1.18.1 to
 * 2.3.0 unless a comment says otherwise. No capability depends on them: a condition whose part is
 * missing is taken to be met. Immutable.
 */
final class TriggerInternals {

    /** From 1.19 on; the operators that report a backlog. */
    final FieldAccessor<Collection<?>> backlogOperators;

    final FieldAccessor<Boolean> allowAfterTasksFinished;
    final FieldAccessor<Object> cleaner;
    final FieldAccessor<Integer> toClean;
    final FieldAccessor<Integer> maxConcurrent;

    TriggerInternals(MemberLookup search) {
        backlogOperators = search.field(FlinkInternals.COORDINATOR, "backlogOperators");
        allowAfterTasksFinished =
                search.field(
                        FlinkInternals.CHECKPOINT + "DefaultCheckpointPlanCalculator",
                        "allowCheckpointsAfterTasksFinished");
        cleaner = search.field(FlinkInternals.COORDINATOR, "checkpointsCleaner");
        // guarded by a lock of the cleaner's that is not taken for a read
        toClean =
                search.field(
                        FlinkInternals.CHECKPOINT + "CheckpointsCleaner",
                        "numberOfCheckpointsToClean");
        maxConcurrent = search.field(FlinkInternals.DECIDER, "maxConcurrentCheckpointAttempts");
    }
}
