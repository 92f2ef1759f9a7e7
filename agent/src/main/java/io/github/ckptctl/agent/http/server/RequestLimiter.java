// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.mbeans.Role;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limiter of the requests that are carried out at once. A place is taken once it is known who
 * requests what, and released before the answer is sent, so neither a slow sender nor a slow reader
 * holds one.
 *
 * <p>Operations that wait, for up to an hour, have places of their own, so that they block only
 * each other. A few more are for admins when the others are taken: callers who may end operations
 * can always get in to do so. Any thread.
 */
final class RequestLimiter {

    /** Number of operations that may wait at once. */
    static final int WAITING = 8;

    /** Number of further requests of admins that are carried out. */
    static final int FOR_ADMINS = 4;

    private static final Set<String> WAIT =
            Set.of(
                    "quiesce",
                    "triggerCheckpoint",
                    "stopWithCheckpoint",
                    "stopWithSavepoint",
                    "stacksOfHolders");

    /** Time that a request waits for one of the earlier requests to end. */
    private static final long PATIENCE_MILLIS = 500;

    // not fair: in strict order each request would wait for a thread to be woken for it
    private final Semaphore usual;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Semaphore admins = new Semaphore(FOR_ADMINS);

    /**
     * Creates the places.
     *
     * @param parallel the number for requests that do not wait
     */
    RequestLimiter(int parallel) {
        this.usual = new Semaphore(parallel);
    }

    /**
     * Takes a place for all that one HTTP request contains.
     *
     * @param operations the operations that it calls
     * @return the semaphore to be released
     * @throws RequestRejectedException with status 503 if there is none within half a second
     */
    Semaphore take(Principal principal, List<String> operations) throws RequestRejectedException {
        boolean waits = operations.stream().anyMatch(WAIT::contains);
        Semaphore own = waits ? waiting : usual;
        if (own.tryAcquire()) {
            return own;
        }
        if (principal.has(Role.ADMIN) && admins.tryAcquire()) {
            return admins;
        }
        if (!waits && isFreeSoon()) {
            return usual;
        }
        throw new RequestRejectedException(
                503,
                waits
                        ? WAITING + " operations wait already; try again when one of them has ended"
                        : "too many requests at once; try again");
    }

    private boolean isFreeSoon() {
        try {
            return usual.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // the endpoint is being closed
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
