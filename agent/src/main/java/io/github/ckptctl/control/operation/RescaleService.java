// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.operation;

import io.github.ckptctl.control.change.JobStateReference;
import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Millis;
import io.github.ckptctl.control.model.RescaleDelay;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Service for the rescale that Flink's adaptive scheduler wants for a job, and for the time at
 * which it is forced.
 *
 * <p>The scheduler rescales after the next completed checkpoint. Where none completes it forces the
 * rescale after a delay, and the job returns to the newest checkpoint. By default that delay is a
 * number of intervals; here they are the effective ones, counted from when the rescale was wanted,
 * the interval was changed or the job was resumed, whichever is the latest. While checkpointing is
 * suspended no rescale is forced, unless an option allows it.
 *
 * <p>Changes come from the JobMaster's main thread and from the thread that changes the job; reads
 * from any thread. Nothing in here waits.
 */
public final class RescaleService {

    /** Treatment of forced rescales while checkpointing is suspended. */
    public enum WhileSuspended {
        /** A forced rescale waits for {@code resume()}. */
        WAIT,
        /** Flink forces rescales as usual. */
        FORCE
    }

    private static final long NONE = -1;

    private final String jobId;
    private final JobStateReference state;
    private final Clock clock;
    private final WhileSuspended whileSuspended;

    private volatile @Nullable RescaleDelay delay;
    private volatile long wantedSince = NONE;
    private volatile long countedSince = NONE;

    public RescaleService(
            String jobId, JobStateReference state, Clock clock, WhileSuspended whileSuspended) {
        this.jobId = jobId;
        this.state = state;
        this.clock = clock;
        this.whileSuspended = whileSuspended;
    }

    /** Returns the job's id. */
    public String jobId() {
        return jobId;
    }

    /**
     * Records whether Flink wants a rescale.
     *
     * @param flinks after how long Flink forces it
     */
    public void observed(boolean wanted, RescaleDelay flinks) {
        delay = flinks;
        if (!wanted) {
            wantedSince = NONE;
        } else if (wantedSince == NONE) {
            wantedSince = clock.millis();
        }
    }

    /** Records a restart of the job's tasks: a wanted rescale is done, or will be wanted again. */
    public void restarted() {
        wantedSince = NONE;
    }

    /** Records a change of the effective interval. */
    void intervalChanged() {
        RescaleDelay flinks = delay;
        if (flinks != null && !flinks.isConfigured()) {
            countedSince = clock.millis();
        }
    }

    /** Records the end of a suspension. */
    void resumed() {
        if (whileSuspended == WhileSuspended.WAIT) {
            countedSince = clock.millis();
        }
    }

    /** Returns whether Flink wants a rescale that it has not carried out yet. */
    public boolean isPending() {
        return wantedSince != NONE;
    }

    /** Returns whether forced rescales are currently held back. */
    public boolean isHeld() {
        return whileSuspended == WhileSuspended.WAIT
                && state.suspension().mode() != SuspensionMode.NONE;
    }

    /** Returns whether a rescale is forced at a time other than Flink's own. */
    public boolean isMoved() {
        RescaleDelay flinks = delay;
        return flinks != null
                && (isHeld()
                        || countedSince > wantedSince
                        || flinks.in(state.settings()) != flinks.millis());
    }

    /**
     * Returns when the wanted rescale is forced if no checkpoint completes before, in epoch
     * milliseconds; -1 if none is wanted, or if it waits for {@code resume()}.
     */
    public long forcedAt() {
        RescaleDelay flinks = delay;
        long wanted = wantedSince;
        if (flinks == null || wanted == NONE) {
            return NONE;
        }
        long from = Math.max(wanted, countedSince);
        if (isHeld()) {
            from = state.suspension().resumesAt();
            if (from == NONE) {
                return NONE;
            }
        }
        return Millis.plus(from, flinks.in(state.settings()));
    }

    /** Returns the milliseconds until the wanted rescale is to be forced, 0 or less when due. */
    public long forcedIn() {
        return forcedAt() - clock.millis();
    }

    /** Returns the effects of a suspension on rescales; empty if the job's scheduler has none. */
    List<String> warningsOf(SuspensionMode mode) {
        if (mode == SuspensionMode.NONE || delay == null) {
            return List.of();
        }
        String which = isPending() ? "the rescale that is pending" : "a rescale that is wanted";
        if (whileSuspended == WhileSuspended.WAIT) {
            return List.of(
                    which + " waits for a checkpoint by hand, or for the first one after resume()");
        }
        long at = forcedAt();
        return List.of(
                which
                        + " is forced "
                        + (at == NONE ? "after " + in(state.settings()) + " ms" : "at " + time(at))
                        + " and goes back to the newest completed checkpoint"
                        + " (rescale.whileSuspended=force)");
    }

    /** Returns the effects of a change of settings on a pending rescale. */
    List<String> warningsOf(JobSettings before, JobSettings next) {
        if (!isPending() || isHeld() || in(before) == in(next)) {
            return List.of();
        }
        return List.of(
                "a rescale is pending: it follows the next completed checkpoint, and is forced "
                        + in(next)
                        + " ms from now if none completes");
    }

    private long in(JobSettings settings) {
        RescaleDelay flinks = delay;
        return flinks == null ? 0 : flinks.in(settings);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
