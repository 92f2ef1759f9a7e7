// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.ChangeExecutor;
import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.engine.CheckpointEngine;
import io.github.ckptctl.control.engine.EngineReference;
import io.github.ckptctl.control.engine.StopHandle;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.control.model.SavepointFormat;
import io.github.ckptctl.control.model.StopProgress;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;
import io.github.ckptctl.mbeans.StopResult;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Service that stops one job with a last checkpoint or a savepoint.
 *
 * <p>The caller waits, on its own thread and without holding any lock, until the job has finished
 * or the deadline is reached. Then the stop is aborted, and the caller receives the state of the
 * job a little later.
 */
public final class StopService {

    /** Time that Flink is given to carry out the decision made at the deadline. */
    private static final Duration A_LITTLE = Duration.ofSeconds(10);

    /** Time for which a failover is looked for that may not happen. */
    private static final Duration MAY_FAIL_OVER = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final EngineReference engine;
    private final JobStateReference state;
    private final ChangeExecutor changes;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    public StopService(EngineReference engine, JobStateReference state, ChangeExecutor changes) {
        this.engine = engine;
        this.state = state;
        this.changes = changes;
    }

    /** Stops the job and waits for it; see the contract's {@code stopWithCheckpoint}. */
    public StopResult stopWithCheckpoint(boolean drain, long deadlineMillis) {
        requireInRange(deadlineMillis);
        Duration deadline = Duration.ofMillis(deadlineMillis);
        return stop(
                new Request(
                        engine.get(),
                        "stopWithCheckpoint",
                        Capability.STOP_WITH_CHECKPOINT,
                        "checkpoint",
                        details(drain, deadline),
                        deadline,
                        current -> current.stop(drain, deadline)),
                drain);
    }

    /** Stops the job and waits for it; see the contract's {@code stopWithSavepoint}. */
    public StopResult stopWithSavepoint(
            String targetDirectory, String format, boolean drain, long deadlineMillis) {
        requireInRange(deadlineMillis);
        Duration deadline = Duration.ofMillis(deadlineMillis);
        SavepointFormat wanted = parsed(format);
        String place =
                targetDirectory.isBlank()
                        ? "the configured directory"
                        : TextSanitizer.of(targetDirectory);
        return stop(
                new Request(
                        engine.get(),
                        "stopWithSavepoint",
                        Capability.STOP_WITH_SAVEPOINT,
                        "savepoint",
                        wanted + " in " + place + ", " + details(drain, deadline),
                        deadline,
                        current ->
                                current.stopWithSavepoint(
                                        targetDirectory, wanted, drain, deadline)),
                drain);
    }

    private static String details(boolean drain, Duration deadline) {
        return (drain ? "drained" : "not drained") + ", within " + deadline.toMillis() + " ms";
    }

    private StopResult stop(Request request, boolean drain) {
        StopHandle stop = begun(request);
        CompletedCheckpointInfo snapshot = snapshot(stop, request);
        record(
                request,
                ChangeOutcome.done(
                        "snapshot "
                                + snapshot.getId()
                                + " at "
                                + snapshot.getExternalPath()
                                + "; to be started with "
                                + stop.claimModeOption()
                                + ": "
                                + String.join(" or ", stop.claimModes())));
        return new StopResult(
                snapshot.getId(),
                snapshot.getExternalPath(),
                drain,
                snapshot.getTriggeredAt(),
                snapshot.getCompletedAt(),
                Duration.ofNanos(System.nanoTime() - request.start).toMillis(),
                snapshot.getStateSize(),
                stop.claimModeOption(),
                stop.claimModes().toArray(new String[0]),
                snapshot.getSurvives());
    }

    /** Ends every wait when the job has left. */
    public void end() {
        gone.complete(null);
    }

    /** Returns the stop that Flink has begun, or is too busy to begin. */
    private StopHandle begun(Request request) {
        try {
            changes.requireActive();
            engine.requireCapability(request.capability);
            StopHandle stop = request.beginning.apply(engine.get());
            try {
                await(stop.begun(), request.end);
            } catch (TimeoutException e) {
                // it is aborted like one that has begun
                return stop;
            }
            record(request, ChangeOutcome.UNDER_WAY);
            return stop;
        } catch (ExecutionException e) {
            String why = changes.rejection(String.valueOf(TriggerService.reason(e).getMessage()));
            record(request, ChangeOutcome.rejected(why));
            throw new IllegalStateException(why, e);
        } catch (RuntimeException e) {
            record(request, ChangeOutcome.rejected(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void requireInRange(long deadlineMillis) {
        if (deadlineMillis < 1 || deadlineMillis > CheckpointCoordinatorMXBean.MAX_WAIT) {
            throw new IllegalArgumentException(
                    changes.rejection(
                            "a deadline of "
                                    + deadlineMillis
                                    + " ms is not within 1 and "
                                    + CheckpointCoordinatorMXBean.MAX_WAIT
                                    + " ms; the job runs on"));
        }
    }

    private SavepointFormat parsed(String format) {
        for (SavepointFormat candidate : SavepointFormat.values()) {
            if (candidate.name().equals(format)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                changes.rejection(
                        "format '"
                                + TextSanitizer.quoted(String.valueOf(format))
                                + "' is none of "
                                + Arrays.toString(SavepointFormat.values())
                                + "; the job runs on"));
    }

    private CompletedCheckpointInfo snapshot(StopHandle stop, Request request) {
        try {
            return await(stop.outcome(), request.end);
        } catch (ExecutionException e) {
            throw failed(
                    request, TriggerService.reason(e).getMessage() + "; " + fate(stop, soon()));
        } catch (TimeoutException e) {
            return givenUp(stop, request);
        }
    }

    /** Aborts a stop, unless only the end of the tasks is missing and comes a little later. */
    private CompletedCheckpointInfo givenUp(StopHandle stop, Request request) {
        long end = System.nanoTime() + A_LITTLE.toNanos();
        StopProgress progress;
        try {
            progress = await(stop.giveUp("the stop was given up at its deadline"), end);
        } catch (ExecutionException e) {
            throw failed(
                    request, "it could not be given up: " + TriggerService.reason(e).getMessage());
        } catch (TimeoutException e) {
            throw failed(
                    request,
                    "it is given up as soon as Flink lets go of the coordinator's lock, unless its"
                            + " snapshot completes before that");
        }
        try {
            CompletedCheckpointInfo snapshot = await(stop.outcome(), end);
            if (progress.isComplete()) {
                return snapshot;
            }
        } catch (ExecutionException e) {
            if (progress.isComplete()) {
                throw failed(
                        request,
                        progress
                                + ", but "
                                + TriggerService.reason(e).getMessage()
                                + "; "
                                + fate(stop, soon()));
            }
            // otherwise it is the result of the abort: Flink has started its scheduler again
        } catch (TimeoutException e) {
            if (progress.isComplete()) {
                throw failed(
                        request,
                        progress
                                + ", but not all tasks have finished. It cannot be given up any"
                                + " more, since what the job wrote is committed: wait for the job"
                                + " to finish or cancel it, and start it from that path");
            }
        }
        if (!progress.isTriggered()) {
            throw failed(request, progress + ", and none will: the job runs on");
        }
        throw failed(
                request,
                progress
                        + "; "
                        + (progress.hasReachedTasks()
                                ? fate(stop, end)
                                : fate(stop, soon())
                                        + "; a task that is triggered but busy still fails over when it"
                                        + " comes to the snapshot"));
    }

    private static long soon() {
        return System.nanoTime() + MAY_FAIL_OVER.toNanos();
    }

    /**
     * Returns the state of the job after the stop.
     *
     * @param end until when a failover is looked for, on {@link System#nanoTime()}'s scale
     */
    private String fate(StopHandle stop, long end) {
        while (!gone.isDone() && System.nanoTime() - end < 0) {
            try {
                if (await(stop.isFailedOver(), end)) {
                    return "Flink can let tasks that have reached a snapshot go only by a failover:"
                            + " the job fails over to its newest checkpoint, or fails for good if it"
                            + " has no restart left";
                }
            } catch (ExecutionException | TimeoutException e) {
                break;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
        }
        return gone.isDone() ? "the job is gone" : "no task has failed, the job runs on";
    }

    /**
     * Waits for a future, or until the job has left. An interrupt ends the wait like a timeout.
     *
     * @param end on {@link System#nanoTime()}'s scale
     */
    private <T> T await(CompletableFuture<T> future, long end)
            throws ExecutionException, TimeoutException {
        try {
            CompletableFuture.anyOf(future, gone)
                    .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (future.isDone()) {
                return future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
        throw new ExecutionException(
                new IllegalStateException(
                        "the job has left this JobManager before: it was cancelled, has failed, or"
                                + " is led by another"));
    }

    private IllegalStateException failed(Request request, String why) {
        record(request, ChangeOutcome.failed(why));
        return new IllegalStateException(
                "job "
                        + changes.jobId()
                        + ": not stopped with a "
                        + request.kind
                        + " ("
                        + request
                        + "): "
                        + why
                        + "; suspended is "
                        + state.suspension()
                        + " as before; the newest completed checkpoint is "
                        + RestartPoint.text(engine.newest(request.engine)));
    }

    private void record(Request request, ChangeOutcome outcome) {
        changes.record(request.action, "", request.toString(), request.by, "", outcome);
    }

    /** Request of a caller to stop the job, and its time. */
    private static final class Request {

        private final CheckpointEngine engine;
        private final String action;
        private final Capability capability;
        private final String kind;
        private final String details;
        private final Function<CheckpointEngine, StopHandle> beginning;
        private final String by = CallerContext.current();
        private final long start = System.nanoTime();
        private final long end;

        /**
         * @param kind what the job is to be stopped with
         * @param details how, for messages and the history
         * @param beginning requests the stop from the current engine
         */
        Request(
                CheckpointEngine engine,
                String action,
                Capability capability,
                String kind,
                String details,
                Duration deadline,
                Function<CheckpointEngine, StopHandle> beginning) {
            this.engine = engine;
            this.action = action;
            this.capability = capability;
            this.kind = kind;
            this.details = details;
            this.beginning = beginning;
            this.end = start + deadline.toNanos();
        }

        @Override
        public String toString() {
            return details;
        }
    }
}
