// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.control.model.TextSanitizer;
import org.slf4j.Logger;

import java.util.function.LongSupplier;

/**
 * Log of rejected requests: at most ten lines a second, since any client can cause them; the next
 * line has the number of those left out. Any thread.
 */
public final class RejectionLog {

    /** The logger's name, for the operator's logging configuration. */
    public static final String LOGGER = "ckptctl.audit";

    public static final int PER_SECOND = 10;

    private static final int MAX_TEXT = 200;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Logger log;
    private final LongSupplier nanoClock;

    private long secondBegan;
    private int refusals;
    private long leftOut;

    /**
     * @param log the logger that the lines are written to
     * @param nanoClock counts nanoseconds
     */
    public RejectionLog(Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.nanoClock = nanoClock;
        this.secondBegan = nanoClock.getAsLong();
    }

    /**
     * Logs a rejected request. Everything that a client has sent is cut, and escaped into one line.
     *
     * @param who the client, in words of the agent's own
     * @param asked the requested content, empty if it was not read
     */
    public void write(
            String who, String method, String path, String asked, int status, String reason) {
        long unlogged = enter();
        if (unlogged < 0) {
            return;
        }
        log.warn(
                "refused: {} method={} path=\"{}\" asked=\"{}\" status={} reason=\"{}\"{}",
                who,
                text(method),
                text(path),
                text(asked),
                status,
                text(reason),
                unlogged == 0 ? "" : " unlogged=" + unlogged);
    }

    /**
     * Returns how many rejections were not logged before this one, or -1 if this one is not logged
     * either.
     */
    private synchronized long enter() {
        long now = nanoClock.getAsLong();
        if (now - secondBegan >= SECOND_NANOS) {
            secondBegan = now;
            refusals = 0;
        }
        if (++refusals > PER_SECOND) {
            leftOut++;
            return -1;
        }
        long unlogged = leftOut;
        leftOut = 0;
        return unlogged;
    }

    private static String text(String value) {
        return TextSanitizer.logged(value, MAX_TEXT);
    }
}
