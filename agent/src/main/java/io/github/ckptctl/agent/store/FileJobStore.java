// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.change.JobStore;
import io.github.ckptctl.control.change.RecordLostException;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.TextSanitizer;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Store of records as files in a Flink file system, one directory for each job of each cluster:
 * {@code <base>/<cluster>/<job id>}.
 *
 * <p>It requires little of the file system: a file that was written and closed exists and is in the
 * listing of its directory for every process from then on. No file is ever written twice, so
 * nothing depends on renaming or on atomic replacement, which object stores do not have.
 *
 * <p>A JobManager that takes over a job first <em>claims</em> its record: it creates a file that
 * carries a number greater than all existing ones, the epoch. Only then does it read. Each record
 * it writes carries its epoch and a running number; the greatest complete one counts. A writer
 * checks <em>afterwards</em> whether there is a claim above its own. If there is, the write did not
 * count, and the writer gets an error. If there is none, a later claimer will read the record,
 * since it reads after it has claimed. So of two JobManagers that both consider themselves leader,
 * the older one can neither replace the newer one's record nor assume that a record is persisted
 * which is not.
 *
 * <p>The previous files are deleted last. An interrupted write leaves a torn file, which does not
 * count, beside the previous record.
 */
public final class FileJobStore implements JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileJobStore.class);

    /** Size of a history of 200 of the longest entries, each character escaped in six bytes. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Maximum number of other clusters that the log names. */
    private static final int MOST_TOLD = 20;

    private final Files files;
    private final Path base;
    private final Cluster cluster;
    private final AtomicBoolean areOthersReported = new AtomicBoolean();

    /**
     * Creates a store for a cluster whose JobManagers take over from each other as Flink
     * determines.
     *
     * @param base the directory of all records, of any file system that Flink knows
     * @param cluster the cluster's name, part of a path
     */
    public FileJobStore(String base, String cluster) {
        this(new Path(base), path -> path.getFileSystem(), () -> cluster);
    }

    /** Creates a store for a cluster of one JobManager, which claims the cluster's name. */
    public FileJobStore(String base, ClusterClaim claim) {
        this(new Path(base), path -> path.getFileSystem(), claim::name);
    }

    FileJobStore(Path base, Files files, Cluster cluster) {
        this.base = base;
        this.files = files;
        this.cluster = cluster;
    }

    /**
     * Rejects a text that is not a path.
     *
     * @throws IllegalArgumentException if it is not a path
     */
    public static void requirePath(String base) {
        new Path(base);
    }

    @Override
    public String location() {
        return base.toString();
    }

    @Override
    public Session open(String jobId) throws IOException {
        try {
            FileSystem fileSystem = files.of(base);
            Path records = new Path(base, cluster.name());
            reportOthers(fileSystem, records.getName());
            FileSession session =
                    new FileSession(new Directory(fileSystem, new Path(records, jobId)), jobId);
            session.takeOver();
            return session;
        } catch (IOException e) {
            LOG.warn("Job {}: its record in {} cannot be read", jobId, base, e);
            throw e;
        }
    }

    /** Logs once the other clusters' records in the store, which are not read. */
    private void reportOthers(FileSystem fileSystem, String own) throws IOException {
        if (areOthersReported.getAndSet(true)) {
            return;
        }
        List<String> others = new Directory(fileSystem, base).names();
        others.remove(own);
        if (!others.isEmpty()) {
            LOG.info(
                    "The records of this cluster are in {}/{}; not read, as they are others': {}",
                    base,
                    own,
                    others.stream()
                                    .sorted()
                                    .limit(MOST_TOLD)
                                    .map(TextSanitizer::quoted)
                                    .collect(Collectors.joining(", "))
                            + (others.size() > MOST_TOLD ? ", …" : ""));
        }
    }

    /** Resolver of the file system of a path. */
    @FunctionalInterface
    interface Files {
        FileSystem of(Path path) throws IOException;
    }

    /** Source of the name of this JobManager's cluster; may have to wait for it. */
    @FunctionalInterface
    interface Cluster {
        String name() throws IOException;
    }

    /**
     * Session on one job's directory, with the claim of this JobManager on it. One thread at a
     * time.
     */
    private static final class FileSession implements Session {

        private final Directory directory;
        private final String jobId;
        private final String writer = UUID.randomUUID().toString().substring(0, 8);

        private RecordName claim = RecordName.claim(0, writer);
        private boolean claimed;
        private long highestRead;
        private long number;
        private @Nullable JobRecord found;

        FileSession(Directory directory, String jobId) {
            this.directory = directory;
            this.jobId = jobId;
        }

        @Override
        public Optional<JobRecord> found() {
            return Optional.ofNullable(found);
        }

        /** Claims and reads the record; a read-only store provides the record too. */
        void takeOver() throws IOException {
            try {
                claim();
            } catch (IOException e) {
                LOG.warn("Job {}: nothing can be kept in {} for now", jobId, directory, e);
            }
            List<RecordName> before = readNewest();
            if (found != null) {
                LOG.info("Job {}: what was set for it holds on, from {}", jobId, directory);
            }
            if (claimed) {
                adopt(before);
            }
        }

        /**
         * Writes the found record under this epoch, so that no record that an older one still
         * writes is ever the newest.
         */
        private void adopt(List<RecordName> before) {
            RecordName name = nextName();
            try {
                if (found != null) {
                    create(name, RecordFormat.write(jobId, found));
                }
                tidy(before);
            } catch (IOException e) {
                LOG.warn("Job {}: nothing can be kept in {} for now", jobId, directory, e);
                tryToDelete(name);
            }
        }

        /**
         * Claims with a number above all existing ones; two concurrent claimers continue to count.
         */
        private void claim() throws IOException {
            directory.make();
            List<RecordName> current = names();
            do {
                claim = RecordName.claim(highest(current) + 1, writer);
                create(claim, "process " + ProcessHandle.current().pid() + "\n");
                current = names();
            } while (!current.stream().allMatch(this::isOlderThanOwn));
            claimed = true;
        }

        /**
         * Retries a claim that failed at first, unless another JobManager has claimed meanwhile.
         */
        private void retryClaim() throws IOException {
            if (highest(names()) > highestRead) {
                throw superseded();
            }
            claim();
        }

        private static long highest(List<RecordName> names) {
            return names.stream().mapToLong(RecordName::epoch).max().orElse(0);
        }

        private boolean isOlderThanOwn(RecordName name) {
            return name.epoch() < claim.epoch() || name.isOfTheSame(claim);
        }

        /** Reads the newest record, and returns the names that existed. */
        private List<RecordName> readNewest() throws IOException {
            for (int left = Directory.TRIES; ; left--) {
                List<RecordName> current = names();
                try {
                    found = newestWhole(current);
                    highestRead = highest(current);
                    return current;
                } catch (FileNotFoundException e) {
                    // taken back by its writer, or deleted by a later claimer
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        }

        private @Nullable JobRecord newestWhole(List<RecordName> names) throws IOException {
            List<RecordName> newestFirst = new ArrayList<>(names);
            newestFirst.removeIf(RecordName::isClaim);
            newestFirst.sort(RecordName.BY_AGE.reversed());
            for (RecordName name : newestFirst) {
                try {
                    return RecordFormat.read(jobId, read(name));
                } catch (ForeignRecordException e) {
                    setAside(name, e);
                }
            }
            return null;
        }

        private void setAside(RecordName name, ForeignRecordException why) {
            String aside = name + ".aside";
            LOG.warn(
                    "Job {}: {} in {} does not count ({}) and is set aside as {}",
                    jobId,
                    name,
                    directory,
                    why.getMessage(),
                    aside);
            try {
                directory.rename(name.toString(), aside);
            } catch (IOException e) {
                LOG.warn("Job {}: {} stays where it is", jobId, name, e);
            }
        }

        @Override
        public void write(JobRecord record, BooleanSupplier keep) throws IOException {
            if (!claimed) {
                retryClaim();
            }
            RecordName name = nextName();
            List<RecordName> current;
            try {
                create(name, readable(RecordFormat.write(jobId, record)));
                current = names();
                requireMine(current);
            } catch (IOException e) {
                LOG.warn("Job {}: its record could not be written to {}", jobId, directory, e);
                tryToDelete(name);
                throw e;
            }
            if (keep.getAsBoolean()) {
                current.remove(name);
                tidy(current);
            } else {
                LOG.warn("Job {}: {} came too late and is taken back", jobId, name);
                tryToDelete(name);
            }
        }

        @Override
        public void delete() throws IOException {
            try {
                if (!claimed) {
                    retryClaim();
                }
                requireMine(names());
                directory.delete();
            } catch (IOException e) {
                LOG.warn("Job {}: its record in {} could not be deleted", jobId, directory, e);
                throw e;
            }
        }

        /**
         * Requires that the claim still counts: each claimer deletes the claims below its own, and
         * a job's end deletes all.
         */
        private void requireMine(List<RecordName> current) throws IOException {
            if (!current.contains(claim) || !current.stream().allMatch(this::isOlderThanOwn)) {
                throw superseded();
            }
        }

        private static RecordLostException superseded() {
            return new RecordLostException(
                    "another JobManager has taken the job over, or it is over");
        }

        /** Deletes the files that no longer count; files left after a failure do no harm. */
        private void tidy(List<RecordName> names) {
            names.stream()
                    .filter(this::isOlderThanOwn)
                    .filter(name -> !name.equals(claim))
                    .forEach(this::tryToDelete);
        }

        private void tryToDelete(RecordName name) {
            directory.tryToDelete(name.toString());
        }

        private RecordName nextName() {
            return RecordName.record(claim.epoch(), writer, number++);
        }

        private void create(RecordName name, String text) throws IOException {
            directory.create(name.toString(), text);
        }

        /** Rejects a text that could not be read back. */
        private static String readable(String text) throws IOException {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new IOException(
                        "the record would be of " + bytes + " bytes, at most " + MAX_BYTES);
            }
            return text;
        }

        private String read(RecordName name) throws IOException, ForeignRecordException {
            String text = directory.read(name.toString(), MAX_BYTES);
            if (text.length() > MAX_BYTES) {
                throw new ForeignRecordException("it is longer than " + MAX_BYTES + " bytes");
            }
            return text;
        }

        private List<RecordName> names() throws IOException {
            return directory.names().stream()
                    .map(RecordName::parse)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }
}
