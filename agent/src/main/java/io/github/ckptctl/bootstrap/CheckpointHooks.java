// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Static entry points for instrumented code: each method calls the handler and falls back to
 * Flink's own behaviour.
 *
 * <p>Never throws, whatever the handler does: any {@code Throwable} is counted and Flink continues
 * as if the call were absent. That includes linkage errors and {@code OutOfMemoryError}; an error
 * in the error handling is swallowed too.
 *
 * <p>{@code public} only because the JVM requires it: called from Flink's classes.
 */
public final class CheckpointHooks {

    private static final AtomicLong ERRORS = new AtomicLong();
    private static volatile String lastError = "";
    private static volatile CheckpointHookHandler handler = CheckpointHookHandler.NONE;

    private CheckpointHooks() {}

    /** Installs the handler that receives all calls from now on. */
    public static void install(CheckpointHookHandler newHandler) {
        handler = newHandler;
    }

    /** Removes the handler; calls have no effect from now on. */
    public static void uninstall() {
        handler = CheckpointHookHandler.NONE;
    }

    /** Returns the number of errors caught. */
    public static long errors() {
        return ERRORS.get();
    }

    /** Returns the last error caught, empty if there was none. */
    public static String lastError() {
        return lastError;
    }

    /** Replaces a read of {@code CheckpointCoordinator.checkpointTimeout}. */
    public static long timeout(Object coordinator, long submitted) {
        try {
            return handler.timeout(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces {@code createPendingCheckpoint}'s read of {@code checkpointTimeout}. */
    public static long pendingTimeout(Object coordinator, long submitted, Object properties) {
        try {
            return handler.pendingTimeout(coordinator, submitted, properties);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code CheckpointCoordinator.baseInterval}. */
    public static long interval(Object coordinator, long submitted) {
        try {
            return handler.interval(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code CheckpointCoordinator.baseIntervalDuringBacklog}. */
    public static long intervalDuringBacklog(Object coordinator, long submitted) {
        try {
            return handler.intervalDuringBacklog(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces {@code triggerTasks}' read of {@code alignedCheckpointTimeout}. */
    public static long alignedTimeout(Object coordinator, long submitted) {
        try {
            return handler.alignedTimeout(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces {@code triggerTasks}' read of {@code unalignedCheckpointsEnabled}. */
    public static boolean unalignedEnabled(Object coordinator, boolean submitted, Object pending) {
        try {
            return handler.unalignedEnabled(coordinator, submitted, pending);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code unalignedCheckpointsEnabled} where a savepoint is requested. */
    public static boolean savepointsQueue(Object coordinator, boolean submitted) {
        try {
            return handler.savepointsQueue(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces {@code createDeploymentDescriptor}'s read of {@code serializedJobInformation}. */
    public static Object jobInformation(Object submitted, Object execution) {
        try {
            return handler.jobInformation(submitted, execution);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces the result of {@code getTaskInformationOrBlobKey} where a task is deployed. */
    public static Object taskInformation(Object submitted, Object execution) {
        try {
            return handler.taskInformation(submitted, execution);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code minPauseBetweenCheckpoints} in either of its two owners. */
    public static long minPause(Object owner, long submitted) {
        try {
            return handler.minPause(owner, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code CheckpointFailureManager.tolerableCpFailureNumber}. */
    public static int tolerableFailedCheckpoints(Object failureManager, int submitted) {
        try {
            return handler.tolerableFailedCheckpoints(failureManager, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces {@code CompletedCheckpoint.shouldBeDiscardedOnShutdown}'s read of {@code props}. */
    public static Object retention(Object checkpoint, Object properties) {
        try {
            Object answer = handler.retention(checkpoint, properties);
            return properties.getClass().isInstance(answer) ? answer : properties;
        } catch (Throwable e) {
            failed(e);
            return properties;
        }
    }

    /** Replaces {@code CompletedCheckpoint.shouldBeDiscardedOnSubsume}'s read of {@code props}. */
    public static Object subsumption(Object checkpoint, Object properties) {
        try {
            Object answer = handler.subsumption(checkpoint, properties);
            return properties.getClass().isInstance(answer) ? answer : properties;
        } catch (Throwable e) {
            failed(e);
            return properties;
        }
    }

    /**
     * Called before {@code SharedStateRegistryImpl.scheduleAsyncDelete}, and replaces it if it
     * returns true.
     */
    public static boolean isStateKept(Object registry, @Nullable Object state) {
        try {
            return state != null && handler.isStateKept(registry, state);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Replaces the argument {@code numRetain} of {@code CheckpointSubsumeHelper.subsume}. */
    public static int numRetained(Object checkpoints, int submitted) {
        try {
            return Math.max(1, handler.numRetained(checkpoints, submitted));
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces a read of {@code CheckpointRequestDecider.maxConcurrentCheckpointAttempts}. */
    public static int maxConcurrent(Object decider, int submitted) {
        try {
            return handler.maxConcurrent(decider, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Replaces the canceller's check whether its checkpoint is disposed of. */
    public static boolean isDisposed(Object pending, boolean disposed, Object canceller) {
        try {
            return disposed || handler.shouldSkipTimeout(pending, canceller);
        } catch (Throwable e) {
            failed(e);
            return disposed;
        }
    }

    /** Called after the constructor of {@code CheckpointCoordinator}. */
    public static void coordinatorCreated(Object coordinator) {
        try {
            handler.coordinatorCreated(coordinator);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called after the restore of a job's state, with what Flink returns. */
    public static void coordinatorRestored(Object coordinator, Object checkpointId) {
        try {
            handler.coordinatorRestored(coordinator, checkpointId);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /**
     * Replaces the result of {@code getRandomInitDelay}, or the read of {@code triggerDelay} in
     * {@code startCheckpointScheduler}.
     */
    public static long initialDelay(Object coordinator, long drawn) {
        try {
            return handler.initialDelay(coordinator, drawn);
        } catch (Throwable e) {
            failed(e);
            return drawn;
        }
    }

    /** Called before {@code startCheckpointScheduler}, and replaces it if it returns true. */
    public static boolean isStartGated(Object coordinator) {
        try {
            return handler.isStartGated(coordinator);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Called after {@code startCheckpointScheduler}. */
    public static void schedulerStarted(Object coordinator) {
        try {
            handler.schedulerStarted(coordinator);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called after {@code createPendingCheckpoint}. */
    public static void checkpointTriggered(Object coordinator, Object pending, boolean periodic) {
        try {
            handler.checkpointTriggered(coordinator, pending, periodic);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code completePendingCheckpoint}. */
    public static void checkpointCompleting(Object coordinator, Object pending) {
        try {
            handler.checkpointCompleting(coordinator, pending);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code addCompletedCheckpointToStoreAndSubsumeOldest}. */
    public static void checkpointStoring(Object coordinator, Object completed) {
        try {
            handler.checkpointStoring(coordinator, completed);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /**
     * Called after {@code addCompletedCheckpointToStoreAndSubsumeOldest}, whether it throws or not.
     */
    public static void checkpointStored(Object coordinator, boolean added) {
        try {
            handler.checkpointStored(coordinator, added);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code reportCompletedCheckpoint}. */
    public static void checkpointCompleted(Object coordinator, Object completed) {
        try {
            handler.checkpointCompleted(coordinator, completed);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called after {@code abortPendingCheckpoint}. */
    public static void checkpointAborted(Object coordinator, Object pending, Throwable cause) {
        try {
            handler.checkpointAborted(coordinator, pending, cause);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code scheduleTriggerWithDelay}, and replaces it if it returns true. */
    public static boolean isTriggerGated(Object coordinator) {
        try {
            return handler.isTriggerGated(coordinator);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Called after {@code preCheckGlobalState}; the returned throwable is thrown. */
    public static Throwable refusal(Object coordinator, boolean periodic, Throwable thrown) {
        try {
            return handler.refusal(coordinator, periodic, thrown);
        } catch (Throwable e) {
            failed(e);
            return thrown;
        }
    }

    /** Called before the decider's {@code chooseRequestToExecute}. */
    public static void beforeChoosing(Object decider) {
        try {
            handler.beforeChoosing(decider);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code handleCheckpointException}, and replaces it if it returns true. */
    public static boolean isRefusal(Object failureManager, Object pending, Throwable failure) {
        try {
            return handler.isRefusal(failureManager, pending, failure);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Called before and after {@code JobMaster.triggerCheckpoint}, on the same thread. */
    public static void checkpointAsked(boolean begins) {
        try {
            handler.checkpointAsked(begins);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code triggerCheckpointFromCheckpointThread}. */
    public static void checkpointRequested(Object properties) {
        try {
            handler.checkpointRequested(properties);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /**
     * Replaces the read of {@code checkpointStatsListener} in the report of a failed checkpoint.
     */
    public static @Nullable Object failureListener(Object tracker, Object listener) {
        try {
            return handler.isOwnAbort() ? null : listener;
        } catch (Throwable e) {
            failed(e);
            return listener;
        }
    }

    /** Called after {@code onChange} and each change of phase of a state transition manager. */
    public static void rescaleObserved(Object manager) {
        try {
            handler.rescaleObserved(manager);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before and after a state transition manager's {@code onTrigger}. */
    public static void rescaleTriggered(Object manager, boolean begins) {
        try {
            handler.rescaleTriggered(manager, begins);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before a rescale, and replaces it if it returns true. */
    public static boolean isRescaleGated(Object manager) {
        try {
            return handler.isRescaleGated(manager);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Called before {@code JobMaster.createScheduler}, which its constructor calls. */
    public static void jobMasterCreated(Object jobMaster) {
        try {
            handler.jobMasterCreated(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code JobMaster.onStart}. */
    public static void jobMasterStarted(Object jobMaster) {
        try {
            handler.jobMasterStarted(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code JobMaster} handles a heartbeat or a request about the job. */
    public static void jobMasterSeen(Object jobMaster) {
        try {
            handler.jobMasterSeen(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Called before {@code JobMaster.onStop}. */
    public static void jobMasterStopping(Object jobMaster) {
        try {
            handler.jobMasterStopping(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Counts an error; no error in here reaches Flink. */
    static void failed(Throwable error) {
        try {
            long count = ERRORS.incrementAndGet();
            lastError = error.toString();
            handler.failed(error, count);
        } catch (Throwable again) {
            // nothing more can be done, and no error may reach Flink
        }
    }
}
