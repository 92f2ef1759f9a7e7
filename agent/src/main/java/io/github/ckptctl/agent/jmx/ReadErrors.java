// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.ReadGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counter of the reads of attributes and gauges that failed and returned a default value.
 *
 * <p>One for all jobs. The first one is logged with its stack trace; a monitoring system reads
 * every few seconds, so the others are only counted.
 */
final class ReadErrors implements ReadGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ReadErrors.class);

    private final AtomicLong count = new AtomicLong();
    private volatile String last = "";

    @Override
    public <T> T readOrDefault(Supplier<T> read, T defaultValue) {
        try {
            return read.get();
        } catch (RuntimeException | LinkageError e) {
            caught(e);
            return defaultValue;
        }
    }

    long count() {
        return count.get();
    }

    /** Returns the last one, empty if there was none. */
    String last() {
        return last;
    }

    private void caught(Throwable error) {
        last = error.toString();
        if (count.incrementAndGet() == 1) {
            LOG.warn("A figure cannot be read and has a default value instead", error);
        }
    }
}
