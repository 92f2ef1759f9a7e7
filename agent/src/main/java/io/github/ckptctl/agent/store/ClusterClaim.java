// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.agent.store.ProcessIdentity.Life;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Claim of this process on the name under which a cluster's records are stored, where Flink elects
 * no leader: then one process is the cluster's JobManager, and only its successor may continue with
 * its records.
 *
 * <p>A name is claimed by a file in its directory. A claim of another live process is never taken
 * over: this process then stores its records under a name of its own, and both report it. Whether
 * another process lives is looked up in the process table, where it would be found there; otherwise
 * it is asked by a second file, which the process that holds the name deletes. Only durations are
 * measured, each on one machine: no two clocks are compared.
 *
 * <p>Two processes that come at once both create their claim before they look for others, so at
 * least one of them sees the other's, and withdraws.
 */
public final class ClusterClaim {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterClaim.class);

    private static final String CLAIM = ".claim";
    private static final String QUESTION = ".asked";
    private static final int MAX_BYTES = 4096;
    private static final long LOOK_NANOS = 100_000_000;

    private final Path base;
    private final FileJobStore.Files files;
    private final String wanted;
    private final ProcessIdentity self;
    private final Duration patience;
    private final String writer = UUID.randomUUID().toString().substring(0, 8);
    private final String claim = writer + CLAIM;

    private volatile String held = "";
    private volatile String problem = "";
    private boolean lost;
    private boolean unwritable;

    /**
     * @param base the directory of all records
     * @param wanted the cluster's name, part of a path
     * @param patience how long another process has to answer
     */
    public ClusterClaim(String base, String wanted, Duration patience) {
        this(new Path(base), path -> path.getFileSystem(), wanted, ProcessIdentity.own(), patience);
    }

    ClusterClaim(
            Path base,
            FileJobStore.Files files,
            String wanted,
            ProcessIdentity self,
            Duration patience) {
        this.base = base;
        this.files = files;
        this.wanted = wanted;
        this.self = self;
        this.patience = patience;
    }

    /**
     * Returns the name under which this process stores records: the requested one, or one of its
     * own. Claims it when first called, for which it may have to wait for another process's answer.
     *
     * @throws IOException if it is not known whether another process holds it
     */
    synchronized String name() throws IOException {
        if (held.isEmpty()) {
            ProcessIdentity other = hold(wanted);
            if (other == null) {
                held = wanted;
            } else {
                String own = wanted + "-" + writer;
                hold(own);
                held = own;
                report(
                        "the records of cluster "
                                + wanted
                                + " belong to "
                                + other
                                + ", which is running: nothing of them was read, and this cluster"
                                + " keeps its own as "
                                + own
                                + "; give one of the two another name with store.cluster");
            }
        }
        return held;
    }

    /**
     * Returns the name under which this process stores records, the requested one until it is
     * claimed.
     */
    public String current() {
        return held.isEmpty() ? wanted : held;
    }

    /** Returns the conflict between this cluster and another one, empty for none. */
    public String problem() {
        return problem;
    }

    /**
     * Answers another process that has requested the name, and checks whether it is still held. To
     * be called repeatedly, at intervals shorter than the patience.
     *
     * @throws IOException if the storage fails
     */
    public synchronized void look() throws IOException {
        if (held.isEmpty() || lost) {
            return;
        }
        Directory home = home(held);
        List<String> names = home.names();
        if (!names.contains(claim)) {
            // it could not be written at first, it was deleted, or another process has taken over
            ProcessIdentity other = hold(held);
            lost = other != null;
            if (lost) {
                report(
                        "the records of cluster "
                                + held
                                + " were taken over by "
                                + other
                                + ", since this process did not answer it: nothing is kept any"
                                + " more for a job that runs there too");
            }
        }
        for (String name : names) {
            if (name.startsWith(writer + "-") && name.endsWith(QUESTION)) {
                ProcessIdentity other = identity(home, name);
                home.tryToDelete(name);
                report(
                        "another cluster has come that is called "
                                + held
                                + " too, "
                                + other
                                + ": it has read nothing of this one's records and keeps its own"
                                + " under another name; give one of the two another name with"
                                + " store.cluster");
            }
        }
    }

    /** Releases the name, so that the next process need not ask. */
    public synchronized void release() {
        if (!held.isEmpty()) {
            try {
                home(held).tryToDelete(claim);
            } catch (IOException e) {
                LOG.debug("The claim on {} stays", held, e);
            }
            held = "";
        }
    }

    /**
     * Claims a name; returns the other process that holds it, null if this process now holds it.
     */
    private @Nullable ProcessIdentity hold(String name) throws IOException {
        Directory home = home(name);
        Set<String> ended = new HashSet<>();
        for (int tries = 0; tries < Directory.TRIES; tries++) {
            for (String other : others(home, ended)) {
                if (lives(home, other)) {
                    return identity(home, other);
                }
                ended.add(other);
            }
            if (!write(home)) {
                return null;
            }
            if (others(home, ended).isEmpty()) {
                ended.forEach(home::tryToDelete);
                return null;
            }
            home.tryToDelete(claim);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * LOOK_NANOS));
        }
        throw new IOException("too many processes ask for cluster " + name + " at once");
    }

    /**
     * Writes this process's claim; where nothing can be written, no other process can claim either.
     */
    private boolean write(Directory home) {
        try {
            home.make();
            home.create(claim, self.text());
            unwritable = false;
            return true;
        } catch (IOException e) {
            if (!unwritable) {
                LOG.warn("Nothing can be kept in {} for now", base, e);
            }
            unwritable = true;
            home.tryToDelete(claim);
            return false;
        }
    }

    private List<String> others(Directory home, Set<String> ended) throws IOException {
        return home.names().stream()
                .filter(name -> name.endsWith(CLAIM))
                .filter(name -> !name.equals(claim) && !ended.contains(name))
                .collect(Collectors.toList());
    }

    private boolean lives(Directory home, String other) throws IOException {
        Life life = self.look(identity(home, other));
        if (life == Life.ENDED) {
            return false;
        }
        String question = other.replace(CLAIM, "-" + writer + QUESTION);
        try {
            home.create(question, self.text());
        } catch (IOException e) {
            if (life == Life.LIVES) {
                return true;
            }
            throw e;
        }
        long asked = System.nanoTime();
        while (life == Life.UNKNOWN && System.nanoTime() - asked < patience.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            List<String> names = home.names();
            if (!names.contains(question)) {
                return true;
            }
            // released, or only now completely written
            life = names.contains(other) ? self.look(identity(home, other)) : Life.ENDED;
        }
        if (life == Life.LIVES) {
            // the question stays, so that the other process reports it
            return true;
        }
        home.tryToDelete(question);
        return false;
    }

    private static ProcessIdentity identity(Directory home, String name) throws IOException {
        try {
            return ProcessIdentity.parse(home.read(name, MAX_BYTES));
        } catch (FileNotFoundException e) {
            // released meanwhile
            return ProcessIdentity.parse("");
        }
    }

    private Directory home(String name) throws IOException {
        return new Directory(files.of(base), new Path(new Path(base, name), "claims"));
    }

    private void report(String what) {
        problem = what;
        LOG.warn("Store {}: {}", base, what);
    }
}
