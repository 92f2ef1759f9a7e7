// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.FailedHolders;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Service that fails the subtasks which hold a checkpoint of one job, so that Flink restarts their
 * tasks.
 */
public final class HolderService {

    private static final String ACTION = "failHoldingTasks";

    /** Time for which the JobMaster's main thread may be busy with other work. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int NAMED = 20;

    private static final String NOTE =
            "Flink does not wait for the threads of the failed subtasks. One that goes on hanging is"
                    + " interrupted every task.cancellation.interval, and after"
                    + " task.cancellation.timeout (180 s by default) its whole TaskManager is ended,"
                    + " with all other tasks on it";

    private final EngineReference engine;
    private final ChangeExecutor changes;
    private final Clock clock;

    public HolderService(EngineReference engine, ChangeExecutor changes, Clock clock) {
        this.engine = engine;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Fails the subtasks that hold a checkpoint; see the contract's {@code failHoldingTasks}.
     *
     * @param most the largest number of subtasks that may be failed
     */
    public FailedHolders fail(long checkpointId, long most) {
        return changes.executeRecorded(
                ACTION,
                "the holders of checkpoint " + checkpointId + ", at most " + most,
                "",
                () -> failNow(checkpointId, most));
    }

    private FailedHolders failNow(long checkpointId, long most) {
        engine.requireCapability(Capability.FAIL_HOLDERS);
        if (most < 1 || most > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    changes.rejection(
                            "a most of "
                                    + most
                                    + " subtasks is not within 1 and "
                                    + Integer.MAX_VALUE));
        }
        CompletedCheckpointInfo newest = engine.get().latestUnderLock();
        List<String> failed = failed(checkpointId, most);
        long age =
                newest.getId() == -1 ? -1 : Math.max(0, clock.millis() - newest.getCompletedAt());
        changes.record(
                ACTION,
                "checkpoint " + checkpointId + " held by " + named(failed),
                newest.getId() == -1
                        ? "restarted without a completed checkpoint"
                        : "restarted from checkpoint " + newest.getId() + " or a later one",
                CallerContext.current(),
                "",
                ChangeOutcome.DONE);
        return new FailedHolders(checkpointId, failed.toArray(new String[0]), newest, age, NOTE);
    }

    private List<String> failed(long checkpointId, long most) {
        try {
            return engine.get()
                    .failHolders(
                            checkpointId,
                            holders -> requireSome(checkpointId, holders, most),
                            "ckptctl: failed because it held checkpoint "
                                    + checkpointId
                                    + ", asked for by "
                                    + CallerContext.current(),
                            PATIENCE)
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            changes.rejection(notInFlight(checkpointId))));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(changes.rejection(String.valueOf(e.getMessage())), e);
        }
    }

    private static void requireSome(long checkpointId, List<String> holders, long most) {
        if (holders.isEmpty()) {
            throw new IllegalStateException(
                    "no subtask holds checkpoint "
                            + checkpointId
                            + ": all have acknowledged, and it is being completed");
        }
        if (holders.size() > most) {
            throw new IllegalStateException(
                    holders.size()
                            + " subtasks hold checkpoint "
                            + checkpointId
                            + ", above the most of "
                            + most
                            + ": "
                            + named(holders));
        }
    }

    private String notInFlight(long checkpointId) {
        String inFlight =
                engine.get().pending().stream()
                        .map(PendingCheckpointInfo::getId)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        return "checkpoint "
                + checkpointId
                + " is not in flight; "
                + (inFlight.isEmpty() ? "none is" : "in flight: " + inFlight);
    }

    private static String named(List<String> holders) {
        String named = holders.stream().limit(NAMED).collect(Collectors.joining(", "));
        int more = holders.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
