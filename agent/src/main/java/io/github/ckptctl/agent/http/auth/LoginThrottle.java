// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Record of the addresses from which logins have failed recently, to slow down clients that guess.
 *
 * <p>Remembers the last thousand addresses, each until it has been quiet for a minute. Any thread.
 */
public final class LoginThrottle {

    /** Number of failures in a row that are taken for mistakes. */
    public static final int TOLERATED = 10;

    private static final int ADDRESSES = 1000;
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final LongSupplier nanoClock;
    private final Map<InetAddress, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    LoginThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    synchronized void add(InetAddress address) {
        Count count = counts.computeIfAbsent(address, absent -> new Count());
        count.failures = isQuiet(count) ? 1 : count.failures + 1;
        count.last = nanoClock.getAsLong();
        if (counts.size() > ADDRESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    /** Returns whether too many failures came from an address. */
    synchronized boolean isSlowed(InetAddress address) {
        Count count = counts.get(address);
        return count != null && count.failures > TOLERATED && !isQuiet(count);
    }

    private boolean isQuiet(Count count) {
        return nanoClock.getAsLong() - count.last > QUIET_NANOS;
    }

    private static final class Count {
        private int failures;
        private long last;
    }
}
