// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

/**
 * What woven code reports to and asks. One is installed at start; see {@link CheckpointHooks}.
 *
 * <p>Objects are Flink's own, passed as {@code Object} so that this interface links in any loader.
 * Called on Flink's threads, with Flink's locks held where noted: answers at once.
 */
public interface CheckpointHookHandler {

    /** Hears and answers nothing: what woven code meets before the start and after a detach. */
    CheckpointHookHandler NONE = new CheckpointHookHandler() {};

    /** Answers the timeout in milliseconds that a coordinator shall use. */
    default long timeout(Object coordinator, long submitted) {
        return submitted;
    }

    /** Answers the interval in milliseconds that a coordinator shall use. */
    default long interval(Object coordinator, long submitted) {
        return submitted;
    }

    /** Answers the interval during backlog, {@code Long.MAX_VALUE} for no periodic triggers. */
    default long intervalDuringBacklog(Object coordinator, long submitted) {
        return submitted;
    }

    /** Answers how long the tasks shall align the next checkpoint, in milliseconds. */
    default long alignedTimeout(Object coordinator, long submitted) {
        return submitted;
    }

    /**
     * Answers whether the tasks may take a checkpoint unaligned.
     *
     * @param pending the checkpoint, whose barriers come next
     */
    default boolean unalignedEnabled(Object coordinator, boolean submitted, Object pending) {
        return submitted;
    }

    /** Answers whether savepoints wait for their turn, as under unaligned checkpoints. */
    default boolean savepointsQueue(Object coordinator, boolean submitted) {
        return submitted;
    }

    /**
     * Answers the serialized job information that a task is deployed with; on the JobMaster's main
     * thread.
     */
    default Object jobInformation(Object submitted, Object execution) {
        return submitted;
    }

    /**
     * Answers the serialized information on its job vertex that a task is deployed with; on the
     * JobMaster's main thread.
     */
    default Object taskInformation(Object submitted, Object execution) {
        return submitted;
    }

    /**
     * Answers the min pause in milliseconds that a coordinator or its request decider shall use.
     */
    default long minPause(Object owner, long submitted) {
        return submitted;
    }

    /** Answers how many failures in a row a failure manager shall tolerate. */
    default int tolerableFailedCheckpoints(Object failureManager, int submitted) {
        return submitted;
    }

    /** Answers the properties that say when a completed checkpoint is discarded with its job. */
    default Object retention(Object checkpoint, Object properties) {
        return properties;
    }

    /** A coordinator has been constructed. */
    default void coordinatorCreated(Object coordinator) {}

    /** A coordinator has restored its job's state. */
    default void coordinatorRestored(Object coordinator) {}

    /** Answers whether a coordinator's periodic scheduler must not be started. */
    default boolean isStartGated(Object coordinator) {
        return false;
    }

    /** A coordinator's periodic scheduler has been started. */
    default void schedulerStarted(Object coordinator) {}

    /** A checkpoint has been triggered. */
    default void checkpointTriggered(Object coordinator, Object pending, boolean periodic) {}

    /** All tasks have acknowledged a checkpoint; the coordinator's lock is held. */
    default void checkpointCompleting(Object coordinator, Object pending) {}

    /** A checkpoint is about to be added to the completed store; the coordinator's lock is held. */
    default void checkpointStoring(Object coordinator, Object completed) {}

    /**
     * The attempt to add it has ended; the coordinator's lock is held.
     *
     * @param added whether the store has it
     */
    default void checkpointStored(Object coordinator, boolean added) {}

    /** A checkpoint is in the completed store; the coordinator's lock is held. */
    default void checkpointCompleted(Object coordinator, Object completed) {}

    /** A checkpoint has been given up; the coordinator's lock is held. */
    default void checkpointAborted(Object coordinator, Object pending, Throwable cause) {}

    /**
     * Answers whether a canceller that fired shall do nothing: another one stands in for it, or its
     * checkpoint has just got more time. The coordinator's lock is held.
     */
    default boolean shouldSkipTimeout(Object pending, Object canceller) {
        return false;
    }

    /** Answers whether a coordinator's trigger must not be armed; its lock is held. */
    default boolean isTriggerGated(Object coordinator) {
        return false;
    }

    /**
     * Answers what a coordinator's check of a trigger shall end with, null for nothing; its lock is
     * held.
     */
    default Throwable refusal(Object coordinator, boolean periodic, Throwable thrown) {
        return thrown;
    }

    /** A request decider is about to choose among its requests; the coordinator's lock is held. */
    default void beforeChoosing(Object decider) {}

    /** Answers whether a failure is none: a trigger that a suspension refused. */
    default boolean isRefusal(Object failureManager, Object pending, Throwable failure) {
        return false;
    }

    /**
     * A client has asked for a checkpoint, and what this thread requests until the second call is
     * for that client.
     *
     * @param begins whether this is the first call
     */
    default void checkpointAsked(boolean begins) {}

    /** A coordinator is requested to trigger a checkpoint, of these properties. */
    default void checkpointRequested(Object properties) {}

    /** Answers whether what this thread aborts at the moment is aborted for an operator. */
    default boolean isOwnAbort() {
        return false;
    }

    /** A state transition manager may be in another phase; on the JobMaster's main thread. */
    default void rescaleObserved(Object manager) {}

    /**
     * A state transition manager decides whether to rescale, because a checkpoint has completed or
     * failed; on the JobMaster's main thread.
     *
     * @param begins whether it is about to, or has
     */
    default void rescaleTriggered(Object manager, boolean begins) {}

    /** Answers whether a rescale must not happen now; on the JobMaster's main thread. */
    default boolean isRescaleGated(Object manager) {
        return false;
    }

    /** A JobMaster is being made; its scheduler, and so its first coordinator, comes next. */
    default void jobMasterCreated(Object jobMaster) {}

    /** A JobMaster starts. */
    default void jobMasterStarted(Object jobMaster) {}

    /** A JobMaster is at work. */
    default void jobMasterSeen(Object jobMaster) {}

    /** A JobMaster stops. */
    default void jobMasterStopping(Object jobMaster) {}

    /** A call to this handler has thrown; {@code count} errors so far. */
    default void failed(Throwable error, long count) {}
}
