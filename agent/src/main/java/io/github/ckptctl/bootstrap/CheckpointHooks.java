// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What woven code calls: each method asks the sink and falls back to Flink's own behaviour.
 *
 * <p>Never throws, whatever the sink does: any {@code Throwable} is counted and Flink goes on as if
 * the call were not there. That includes linkage errors and {@code OutOfMemoryError}; an error in
 * the error handling is swallowed too.
 *
 * <p>{@code public} for the JVM's sake alone: called from Flink's classes.
 */
public final class CheckpointHooks {

    private static final AtomicLong ERRORS = new AtomicLong();
    private static volatile String lastError = "";
    private static volatile CheckpointHookHandler sink = CheckpointHookHandler.NONE;

    private CheckpointHooks() {}

    /** Sends calls to this sink from now on. */
    public static void install(CheckpointHookHandler newSink) {
        sink = newSink;
    }

    /** Sends calls nowhere from now on. */
    public static void uninstall() {
        sink = CheckpointHookHandler.NONE;
    }

    /** Returns how many errors were caught. */
    public static long errors() {
        return ERRORS.get();
    }

    /** Returns the last error caught, empty if there was none. */
    public static String lastError() {
        return lastError;
    }

    /** Stands for a read of {@code CheckpointCoordinator.checkpointTimeout}. */
    public static long timeout(Object coordinator, long submitted) {
        try {
            return sink.timeout(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for a read of {@code CheckpointCoordinator.baseInterval}. */
    public static long interval(Object coordinator, long submitted) {
        try {
            return sink.interval(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for a read of {@code CheckpointCoordinator.baseIntervalDuringBacklog}. */
    public static long intervalDuringBacklog(Object coordinator, long submitted) {
        try {
            return sink.intervalDuringBacklog(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for {@code triggerTasks}' read of {@code alignedCheckpointTimeout}. */
    public static long alignedTimeout(Object coordinator, long submitted) {
        try {
            return sink.alignedTimeout(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for {@code triggerTasks}' read of {@code unalignedCheckpointsEnabled}. */
    public static boolean unalignedEnabled(Object coordinator, boolean submitted, Object pending) {
        try {
            return sink.unalignedEnabled(coordinator, submitted, pending);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for a read of {@code unalignedCheckpointsEnabled} where a savepoint is requested. */
    public static boolean savepointsQueue(Object coordinator, boolean submitted) {
        try {
            return sink.savepointsQueue(coordinator, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for {@code createDeploymentDescriptor}'s read of {@code serializedJobInformation}. */
    public static Object jobInformation(Object submitted, Object execution) {
        try {
            return sink.jobInformation(submitted, execution);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for what {@code getTaskInformationOrBlobKey} answers where a task is deployed. */
    public static Object taskInformation(Object submitted, Object execution) {
        try {
            return sink.taskInformation(submitted, execution);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for a read of {@code minPauseBetweenCheckpoints} in either of its two owners. */
    public static long minPause(Object owner, long submitted) {
        try {
            return sink.minPause(owner, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /** Stands for a read of {@code CheckpointFailureManager.tolerableCpFailureNumber}. */
    public static int tolerableFailedCheckpoints(Object failureManager, int submitted) {
        try {
            return sink.tolerableFailedCheckpoints(failureManager, submitted);
        } catch (Throwable e) {
            failed(e);
            return submitted;
        }
    }

    /**
     * Stands for {@code CompletedCheckpoint.shouldBeDiscardedOnShutdown}'s read of {@code props}.
     */
    public static Object retention(Object checkpoint, Object properties) {
        try {
            Object answer = sink.retention(checkpoint, properties);
            return properties.getClass().isInstance(answer) ? answer : properties;
        } catch (Throwable e) {
            failed(e);
            return properties;
        }
    }

    /** Stands for the canceller's question whether its checkpoint is disposed of. */
    public static boolean isDisposed(Object pending, boolean disposed, Object canceller) {
        try {
            return disposed || sink.isSpared(pending, canceller);
        } catch (Throwable e) {
            failed(e);
            return disposed;
        }
    }

    /** Follows the constructor of {@code CheckpointCoordinator}. */
    public static void coordinatorCreated(Object coordinator) {
        try {
            sink.coordinatorCreated(coordinator);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Follows the restoring of a job's state. */
    public static void coordinatorRestored(Object coordinator) {
        try {
            sink.coordinatorRestored(coordinator);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code startCheckpointScheduler}, and instead of it if it answers true. */
    public static boolean isStartGated(Object coordinator) {
        try {
            return sink.isStartGated(coordinator);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Follows {@code startCheckpointScheduler}. */
    public static void schedulerStarted(Object coordinator) {
        try {
            sink.schedulerStarted(coordinator);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Follows {@code createPendingCheckpoint}. */
    public static void checkpointTriggered(Object coordinator, Object pending, boolean periodic) {
        try {
            sink.checkpointTriggered(coordinator, pending, periodic);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code completePendingCheckpoint}. */
    public static void checkpointCompleting(Object coordinator, Object pending) {
        try {
            sink.checkpointCompleting(coordinator, pending);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code addCompletedCheckpointToStoreAndSubsumeOldest}. */
    public static void checkpointStoring(Object coordinator, Object completed) {
        try {
            sink.checkpointStoring(coordinator, completed);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Follows {@code addCompletedCheckpointToStoreAndSubsumeOldest}, whether it throws or not. */
    public static void checkpointStored(Object coordinator, boolean added) {
        try {
            sink.checkpointStored(coordinator, added);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code reportCompletedCheckpoint}. */
    public static void checkpointCompleted(Object coordinator, Object completed) {
        try {
            sink.checkpointCompleted(coordinator, completed);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Follows {@code abortPendingCheckpoint}. */
    public static void checkpointAborted(Object coordinator, Object pending, Throwable cause) {
        try {
            sink.checkpointAborted(coordinator, pending, cause);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code scheduleTriggerWithDelay}, and instead of it if it answers true. */
    public static boolean isTriggerGated(Object coordinator) {
        try {
            return sink.isTriggerGated(coordinator);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Follows {@code preCheckGlobalState}; what it answers is thrown. */
    public static Throwable refusal(Object coordinator, boolean periodic, Throwable thrown) {
        try {
            return sink.refusal(coordinator, periodic, thrown);
        } catch (Throwable e) {
            failed(e);
            return thrown;
        }
    }

    /** Comes before the decider's {@code chooseRequestToExecute}. */
    public static void beforeChoosing(Object decider) {
        try {
            sink.beforeChoosing(decider);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code handleCheckpointException}, and instead of it if it answers true. */
    public static boolean isRefusal(Object failureManager, Object pending, Throwable failure) {
        try {
            return sink.isRefusal(failureManager, pending, failure);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Comes before and after {@code JobMaster.triggerCheckpoint}, on the same thread. */
    public static void checkpointAsked(boolean begins) {
        try {
            sink.checkpointAsked(begins);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code triggerCheckpointFromCheckpointThread}. */
    public static void checkpointRequested(Object properties) {
        try {
            sink.checkpointRequested(properties);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Stands for a report of a failed checkpoint's read of {@code checkpointStatsListener}. */
    public static @Nullable Object failureListener(Object tracker, Object listener) {
        try {
            return sink.isOwnAbort() ? null : listener;
        } catch (Throwable e) {
            failed(e);
            return listener;
        }
    }

    /** Follows {@code onChange} and each change of phase of a state transition manager. */
    public static void rescaleObserved(Object manager) {
        try {
            sink.rescaleObserved(manager);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before and after a state transition manager's {@code onTrigger}. */
    public static void rescaleTriggered(Object manager, boolean begins) {
        try {
            sink.rescaleTriggered(manager, begins);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before a rescale, and instead of it if it answers true. */
    public static boolean isRescaleGated(Object manager) {
        try {
            return sink.isRescaleGated(manager);
        } catch (Throwable e) {
            failed(e);
            return false;
        }
    }

    /** Comes before {@code JobMaster.createScheduler}, which its constructor calls. */
    public static void jobMasterCreated(Object jobMaster) {
        try {
            sink.jobMasterCreated(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code JobMaster.onStart}. */
    public static void jobMasterStarted(Object jobMaster) {
        try {
            sink.jobMasterStarted(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before a heartbeat's handling in {@code JobMaster}. */
    public static void jobMasterSeen(Object jobMaster) {
        try {
            sink.jobMasterSeen(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Comes before {@code JobMaster.onStop}. */
    public static void jobMasterStopping(Object jobMaster) {
        try {
            sink.jobMasterStopping(jobMaster);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** Counts an error; neither this nor anything else here reaches Flink. */
    static void failed(Throwable error) {
        try {
            long count = ERRORS.incrementAndGet();
            lastError = error.toString();
            sink.failed(error, count);
        } catch (Throwable again) {
            // nothing more can be done, and nothing may reach Flink
        }
    }
}
