// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.auth;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.secret.User;
import io.github.ckptctl.agent.http.secret.Users;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Verifier of passwords, which is slow on purpose, that does not let unknown clients keep this JVM
 * busy.
 *
 * <p>A login that succeeded stays valid until the users file is read again, so a client that polls
 * costs nothing, and one that guesses from the same address cannot lock it out. What must be
 * computed goes through one of two lanes, one at a time in each, with few waiting: one for all
 * addresses, and one for addresses that guess, which pauses after each failure. A correct password
 * passes in either. Any thread.
 */
final class PasswordVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordVerifier.class);

    /** Number of logins that may be in the general lane, and in the other one. */
    static final int IN_LANE = 3;

    static final int IN_SLOW_LANE = 2;

    private static final int REMEMBERED = 256;

    private final Duration rest;
    private final Lane lane = new Lane(IN_LANE);
    private final Lane slowLane = new Lane(IN_SLOW_LANE);
    private @Nullable Memory memory;

    /**
     * Creates the verifier.
     *
     * @param rest how long the slow lane is closed after a failure
     */
    PasswordVerifier(Duration rest) {
        this.rest = rest;
    }

    /**
     * Returns the user with this name and password, null if there is none.
     *
     * @param slowed whether the address has failed too often
     * @throws RequestRejectedException with status 429 or 503 if too many others wait
     */
    @Nullable User check(Users users, String name, String password, boolean slowed)
            throws RequestRejectedException {
        Memory known = memory(users);
        ByteBuffer key = known.key(name, password);
        User remembered = known.get(key);
        if (remembered != null) {
            return remembered;
        }
        Lane way = slowed ? slowLane : lane;
        if (!way.places.tryAcquire()) {
            throw slowed
                    ? slowedDown()
                    : new RequestRejectedException(503, "too many logins at once; try again");
        }
        try {
            way.turn.acquire();
            try {
                return computed(users, name, password, known, key, slowed);
            } finally {
                way.turn.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestRejectedException(503, "the endpoint is closing");
        } finally {
            way.places.release();
        }
    }

    static RequestRejectedException slowedDown() {
        return new RequestRejectedException(
                429, "too many failed logins from this address; try again later");
    }

    private @Nullable User computed(
            Users users, String name, String password, Memory known, ByteBuffer key, boolean slowed)
            throws InterruptedException {
        // the same login may have been computed while this one waited
        User user = known.get(key);
        if (user == null) {
            user = computed(users, name, password);
        }
        if (user != null) {
            known.put(key, user);
        } else if (slowed) {
            Thread.sleep(rest.toMillis());
        }
        return user;
    }

    /**
     * Returns the user, null if the hash cannot be computed: some providers reject a short password
     * with an Error.
     */
    private static @Nullable User computed(Users users, String name, String password) {
        try {
            return users.withPassword(name, password);
        } catch (Throwable e) {
            LOG.warn("A password cannot be checked", e);
            return null;
        }
    }

    private synchronized Memory memory(Users users) {
        Memory current = memory;
        if (current == null || current.users != users) {
            current = new Memory(users);
            memory = current;
        }
        return current;
    }

    private static final class Lane {
        private final Semaphore places;
        private final Semaphore turn = new Semaphore(1, true);

        Lane(int places) {
            this.places = new Semaphore(places);
        }
    }

    /** Logins that succeeded, by a digest whose key no one else has. */
    private static final class Memory {

        private static final String ALGORITHM = "HmacSHA256";

        private final Users users;
        private final SecretKeySpec secret;
        private final Map<ByteBuffer, User> good = new LinkedHashMap<>();

        Memory(Users users) {
            this.users = users;
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            this.secret = new SecretKeySpec(random, ALGORITHM);
        }

        ByteBuffer key(String name, String password) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(secret);
                mac.update((name + ":" + password).getBytes(StandardCharsets.UTF_8));
                return ByteBuffer.wrap(mac.doFinal());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JVM has " + ALGORITHM, e);
            }
        }

        synchronized @Nullable User get(ByteBuffer key) {
            return good.get(key);
        }

        synchronized void put(ByteBuffer key, User user) {
            if (good.putIfAbsent(key, user) == null && good.size() > REMEMBERED) {
                good.remove(good.keySet().iterator().next());
            }
        }
    }
}
