// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.RescaleDelay;
import io.github.ckptctl.control.operation.RescaleService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Rescales of one execution graph under the adaptive scheduler, 2.0 on: observes what its state
 * transition manager wants, and decides whether a rescale may happen now.
 *
 * <p>Flink's own timers are unchanged. One that is due too early is made to do nothing, and the
 * manager is requested to decide again in time, by a timer of its own: the manager removes that one
 * with the others when the tasks are stopped. Runs on the JobMaster's main thread, except for
 * {@link #moved}.
 */
final class Rescaling {

    private static final Logger LOG = LoggerFactory.getLogger(Rescaling.class);

    private static final long NONE = -1;

    private final RescaleInternals parts;
    private final RescaleService rescale;

    /** Returns the newest checkpoint that the job would go back to. */
    private final LongSupplier latest;

    /** The manager and the phase it is in, weakly: both lead to the execution graph. */
    private volatile @Nullable WeakReference<Object> manager;

    private WeakReference<Object> phase = new WeakReference<>(null);
    private boolean triggered;

    /** The newest checkpoint when the manager last decided; a newer one is worth going back to. */
    private long decidedAt;

    /** The time for which our timer is armed, in epoch milliseconds. */
    private long armedFor = NONE;

    Rescaling(RescaleInternals parts, RescaleService rescale, LongSupplier latest) {
        this.parts = parts;
        this.rescale = rescale;
        this.latest = latest;
    }

    /** Returns the job's id. */
    String jobId() {
        return rescale.jobId();
    }

    /** Observes the manager's phase, and ensures that a rescale is forced in time. */
    void observe(Object transitionManager, boolean configured) {
        if (manager == null) {
            manager = new WeakReference<>(transitionManager);
            decidedAt = latest.getAsLong();
        }
        Object now = parts.phase.get(transitionManager);
        if (now != phase.get()) {
            phase = new WeakReference<>(now);
            // a timer that was armed for the previous phase does nothing
            armedFor = NONE;
        }
        int failures = parts.failuresUntilRescale.get(parts.context.get(transitionManager));
        long flinks = parts.maxTriggerDelay.get(transitionManager).toMillis();
        rescale.observed(isWanted(now), new RescaleDelay(flinks, failures + 1, configured));
        arm(transitionManager);
    }

    /**
     * Returns whether a phase wants a rescale. Names as in 2.0.0 to 2.3.0 and on master; {@code
     * RescaleInternals} has looked for all three.
     */
    private boolean isWanted(Object now) {
        String name = now.getClass().getSimpleName();
        return name.equals("Stabilizing")
                || name.equals("Stabilized")
                || (parts.changeInCooldown.isFieldOf(now)
                        && parts.changeInCooldown.get(now) != null);
    }

    /**
     * Called when the manager decides because a checkpoint completed or failed, and when it has
     * decided.
     */
    void triggered(boolean begins) {
        triggered = begins;
        if (!begins) {
            decidedAt = latest.getAsLong();
        }
    }

    /** Returns whether a rescale must not happen now. */
    boolean isGated() {
        if (rescale.isHeld()) {
            // after a savepoint, or a failed checkpoint, the job would go back as far as before
            return !triggered || latest.getAsLong() == decidedAt;
        }
        return !triggered && rescale.isMoved() && rescale.forcedIn() > 0;
    }

    /** Called, on any thread, when the time at which a rescale is forced may have changed. */
    void moved() {
        WeakReference<Object> known = manager;
        Object transitionManager = known == null ? null : known.get();
        if (transitionManager != null && rescale.isPending()) {
            safely(
                    () ->
                            parts.scheduleOperation.call(
                                    parts.context.get(transitionManager),
                                    (Runnable) () -> safely(() -> arm(transitionManager)),
                                    Duration.ZERO));
        }
    }

    private void arm(Object transitionManager) {
        long at = rescale.forcedAt();
        if (at == NONE
                || rescale.isHeld()
                || !rescale.isMoved()
                || (armedFor != NONE && armedFor <= at)) {
            return;
        }
        armedFor = at;
        parts.scheduleFromNow.call(
                transitionManager,
                (Runnable) () -> due(transitionManager),
                Duration.ofMillis(Math.max(0, rescale.forcedIn())),
                parts.phase.get(transitionManager));
    }

    /** Does what Flink's own timer does when it is due, or continues to wait. */
    private void due(Object transitionManager) {
        armedFor = NONE;
        if (rescale.isPending() && !rescale.isHeld() && rescale.forcedIn() <= 0) {
            parts.onTrigger.call(transitionManager);
        } else {
            safely(() -> arm(transitionManager));
        }
    }

    /**
     * Runs an action and logs its failure: a change that is already effective must not fail for it,
     * and on the main thread whatever is thrown ends the JobManager.
     */
    private static void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("A wanted rescale is not forced; it follows the next checkpoint", e);
        }
    }
}
