// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.bootstrap;

/**
 * Handler of the calls from instrumented code. One is installed at start; see {@link
 * CheckpointHooks}.
 *
 * <p>Objects are Flink's own, passed as {@code Object} so that this interface links in any loader.
 * Called on Flink's threads, with Flink's locks held where noted: returns at once.
 */
public interface CheckpointHookHandler {

    /**
     * Handler that changes nothing: used by instrumented code before the start and after a detach.
     */
    CheckpointHookHandler NONE = new CheckpointHookHandler() {};

    /** Returns the timeout in milliseconds that a coordinator is to use. */
    default long timeout(Object coordinator, long submitted) {
        return submitted;
    }

    /**
     * Returns the timeout in milliseconds that a coordinator is to use for a checkpoint with these
     * properties.
     */
    default long pendingTimeout(Object coordinator, long submitted, Object properties) {
        return submitted;
    }

    /** Returns the interval in milliseconds that a coordinator is to use. */
    default long interval(Object coordinator, long submitted) {
        return submitted;
    }

    /** Returns the interval during backlog, {@code Long.MAX_VALUE} for no periodic triggers. */
    default long intervalDuringBacklog(Object coordinator, long submitted) {
        return submitted;
    }

    /** Returns how long the tasks are to align the next checkpoint, in milliseconds. */
    default long alignedTimeout(Object coordinator, long submitted) {
        return submitted;
    }

    /**
     * Returns whether the tasks may take a checkpoint unaligned.
     *
     * @param pending the checkpoint, whose barriers are sent next
     */
    default boolean unalignedEnabled(Object coordinator, boolean submitted, Object pending) {
        return submitted;
    }

    /** Returns whether savepoints wait for their turn, as under unaligned checkpoints. */
    default boolean savepointsQueue(Object coordinator, boolean submitted) {
        return submitted;
    }

    /**
     * Returns the serialized job information that a task is deployed with; on the JobMaster's main
     * thread.
     */
    default Object jobInformation(Object submitted, Object execution) {
        return submitted;
    }

    /**
     * Returns the serialized information on its job vertex that a task is deployed with; on the
     * JobMaster's main thread.
     */
    default Object taskInformation(Object submitted, Object execution) {
        return submitted;
    }

    /**
     * Returns the min pause in milliseconds that a coordinator or its request decider is to use.
     */
    default long minPause(Object owner, long submitted) {
        return submitted;
    }

    /** Returns the number of consecutive failures that a failure manager is to tolerate. */
    default int tolerableFailedCheckpoints(Object failureManager, int submitted) {
        return submitted;
    }

    /**
     * Returns the properties that determine when a completed checkpoint is discarded with its job.
     */
    default Object retention(Object checkpoint, Object properties) {
        return properties;
    }

    /**
     * Returns the properties that determine whether a completed checkpoint is discarded once newer
     * ones are retained in its place.
     */
    default Object subsumption(Object checkpoint, Object properties) {
        return properties;
    }

    /**
     * Returns whether a file that no retained checkpoint uses any more must not be deleted.
     *
     * @param registry the registry that is about to delete it
     */
    default boolean isStateKept(Object registry, Object state) {
        return false;
    }

    /**
     * Returns how many completed checkpoints a store is to retain.
     *
     * @param checkpoints all that it has, a {@code Deque} with the newest last
     */
    default int numRetained(Object checkpoints, int submitted) {
        return submitted;
    }

    /** Returns how many checkpoints may be in flight at once. */
    default int maxConcurrent(Object decider, int submitted) {
        return submitted;
    }

    /** Called when a coordinator has been constructed. */
    default void coordinatorCreated(Object coordinator) {}

    /**
     * Called when a coordinator has restored its job's state.
     *
     * @param checkpointId an {@code OptionalLong}, empty if there was nothing to restore
     */
    default void coordinatorRestored(Object coordinator, Object checkpointId) {}

    /**
     * Returns the milliseconds from a start of a coordinator's periodic scheduler to its first
     * trigger; the coordinator's lock is held.
     *
     * @param drawn the delay that Flink would use
     */
    default long initialDelay(Object coordinator, long drawn) {
        return drawn;
    }

    /** Returns whether a coordinator's periodic scheduler must not be started. */
    default boolean isStartGated(Object coordinator) {
        return false;
    }

    /** Called when a coordinator's periodic scheduler has been started. */
    default void schedulerStarted(Object coordinator) {}

    /** Called when a checkpoint has been triggered. */
    default void checkpointTriggered(Object coordinator, Object pending, boolean periodic) {}

    /** Called when all tasks have acknowledged a checkpoint; the coordinator's lock is held. */
    default void checkpointCompleting(Object coordinator, Object pending) {}

    /**
     * Called when a checkpoint is about to be added to the completed store; the coordinator's lock
     * is held.
     */
    default void checkpointStoring(Object coordinator, Object completed) {}

    /**
     * Called when the attempt to add it has ended; the coordinator's lock is held.
     *
     * @param added whether the store has it
     */
    default void checkpointStored(Object coordinator, boolean added) {}

    /** Called when a checkpoint is in the completed store; the coordinator's lock is held. */
    default void checkpointCompleted(Object coordinator, Object completed) {}

    /** Called when a checkpoint has been aborted or has expired; the coordinator's lock is held. */
    default void checkpointAborted(Object coordinator, Object pending, Throwable cause) {}

    /**
     * Returns whether a canceller that fired must do nothing: another one replaces it, or its
     * checkpoint has just got more time. The coordinator's lock is held.
     */
    default boolean shouldSkipTimeout(Object pending, Object canceller) {
        return false;
    }

    /** Returns whether a coordinator's trigger must not be armed; its lock is held. */
    default boolean isTriggerGated(Object coordinator) {
        return false;
    }

    /**
     * Returns the throwable that a coordinator's check of a trigger is to end with, null for none;
     * its lock is held.
     */
    default Throwable refusal(Object coordinator, boolean periodic, Throwable thrown) {
        return thrown;
    }

    /**
     * Called when a request decider is about to choose among its requests; the coordinator's lock
     * is held.
     */
    default void beforeChoosing(Object decider) {}

    /** Returns whether a failure does not count: a trigger that a suspension rejected. */
    default boolean isRefusal(Object failureManager, Object pending, Throwable failure) {
        return false;
    }

    /**
     * Called when a client has requested a checkpoint; requests of this thread until the second
     * call are on behalf of that client.
     *
     * @param begins whether this is the first call
     */
    default void checkpointAsked(boolean begins) {}

    /** Called when a coordinator is requested to trigger a checkpoint with these properties. */
    default void checkpointRequested(Object properties) {}

    /**
     * Returns whether the checkpoint that this thread is currently aborting is aborted on behalf of
     * an operator.
     */
    default boolean isOwnAbort() {
        return false;
    }

    /**
     * Called when a state transition manager may have changed its phase; on the JobMaster's main
     * thread.
     */
    default void rescaleObserved(Object manager) {}

    /**
     * Called before and after a state transition manager decides whether to rescale, because a
     * checkpoint has completed or failed; on the JobMaster's main thread.
     *
     * @param begins whether it is about to decide, or has decided
     */
    default void rescaleTriggered(Object manager, boolean begins) {}

    /** Returns whether a rescale must not happen now; on the JobMaster's main thread. */
    default boolean isRescaleGated(Object manager) {
        return false;
    }

    /**
     * Called when a JobMaster is being created; its scheduler, and so its first coordinator, is
     * created next.
     */
    default void jobMasterCreated(Object jobMaster) {}

    /** Called when a JobMaster starts. */
    default void jobMasterStarted(Object jobMaster) {}

    /** Called when a JobMaster is active. */
    default void jobMasterSeen(Object jobMaster) {}

    /** Called when a JobMaster stops. */
    default void jobMasterStopping(Object jobMaster) {}

    /**
     * Called when a call to this handler has thrown; {@code count} is the number of errors so far.
     */
    default void failed(Throwable error, long count) {}
}
