// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.JobRecord;
import io.github.ckptctl.control.JobStore;
import io.github.ckptctl.control.RecordLostException;
import io.github.ckptctl.control.TextSanitizer;
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
 * Records as files in a Flink file system, one directory for each job of each cluster: {@code
 * <base>/<cluster>/<job id>}.
 *
 * <p>It asks little of the file system: a file that was written and closed is there and in the
 * listing of its directory for everybody from then on. No file is ever written twice, so nothing
 * depends on renaming or on replacing in one step, which object stores do not have.
 *
 * <p>A JobManager that takes over a job first <em>claims</em> its record: it creates a file that
 * carries a number greater than all that are there, the epoch. Only then does it read. Each record
 * it writes carries its epoch and a running number; the greatest whole one counts. Whoever writes
 * looks <em>afterwards</em> whether there is a claim above its own. If there is, the write did not
 * count, and the writer is told. If there is none, a later claimer will read what was written,
 * since it reads after it has claimed. So of two JobManagers that both think they lead, the older
 * one can neither replace the newer one's record nor believe that something is kept which is not.
 *
 * <p>What was written before is deleted last. A write that breaks off leaves a torn file, which
 * counts for nothing, beside the record before.
 */
public final class FileJobStore implements JobStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileJobStore.class);

    /** What a history of 200 of the longest entries takes, each character escaped in six bytes. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** How many other clusters the log names. */
    private static final int MOST_TOLD = 20;

    private final Files files;
    private final Path base;
    private final Cluster cluster;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Makes a store for a cluster whose JobManagers take over from each other as Flink has it.
     *
     * @param base the directory of all records, of any file system that Flink knows
     * @param cluster the cluster's name, part of a path
     */
    public FileJobStore(String base, String cluster) {
        this(new Path(base), path -> path.getFileSystem(), () -> cluster);
    }

    /** Makes a store for a cluster of one JobManager, which claims the cluster's name. */
    public FileJobStore(String base, ClusterClaim claim) {
        this(new Path(base), path -> path.getFileSystem(), claim::name);
    }

    FileJobStore(Path base, Files files, Cluster cluster) {
        this.base = base;
        this.files = files;
        this.cluster = cluster;
    }

    /**
     * Returns if a text is a path.
     *
     * @throws IllegalArgumentException if it is none
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
            tellOfOthers(fileSystem, records.getName());
            FileSession session =
                    new FileSession(new Directory(fileSystem, new Path(records, jobId)), jobId);
            session.takeOver();
            return session;
        } catch (IOException e) {
            LOG.warn("Job {}: its record in {} cannot be read", jobId, base, e);
            throw e;
        }
    }

    /** Says once what else is there and is not read, since it is not this cluster's. */
    private void tellOfOthers(FileSystem fileSystem, String own) throws IOException {
        if (told.getAndSet(true)) {
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

    /** Tells the file system of a path. */
    @FunctionalInterface
    interface Files {
        FileSystem of(Path path) throws IOException;
    }

    /** Tells the name of this JobManager's cluster; may have to wait for it. */
    @FunctionalInterface
    interface Cluster {
        String name() throws IOException;
    }

    /** One job's directory, and the claim of this JobManager on it. One thread at a time. */
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

        /** A store that can be read only gives the record all the same. */
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
         * Writes what was found under this epoch, so that nothing that an older one still writes is
         * ever the newest.
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

        /** Claims with a number above all that are there; two who come at once go on counting. */
        private void claim() throws IOException {
            directory.make();
            List<RecordName> present = names();
            do {
                claim = RecordName.claim(highest(present) + 1, writer);
                create(claim, "process " + ProcessHandle.current().pid() + "\n");
                present = names();
            } while (!present.stream().allMatch(this::isOlderThanOwn));
            claimed = true;
        }

        /** Claims what could not be claimed at first, unless somebody else has meanwhile. */
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

        /** Reads the newest record, and returns what there was. */
        private List<RecordName> readNewest() throws IOException {
            for (int left = Directory.TRIES; ; left--) {
                List<RecordName> present = names();
                try {
                    found = newestWhole(present);
                    highestRead = highest(present);
                    return present;
                } catch (FileNotFoundException e) {
                    // taken back by its writer, or tidied by one who came later
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
            List<RecordName> present;
            try {
                create(name, readable(RecordFormat.write(jobId, record)));
                present = names();
                requireMine(present);
            } catch (IOException e) {
                LOG.warn("Job {}: its record could not be written to {}", jobId, directory, e);
                tryToDelete(name);
                throw e;
            }
            if (keep.getAsBoolean()) {
                present.remove(name);
                tidy(present);
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

        /** Each claimer takes the claims below its own away, and a job's end takes all. */
        private void requireMine(List<RecordName> present) throws IOException {
            if (!present.contains(claim) || !present.stream().allMatch(this::isOlderThanOwn)) {
                throw superseded();
            }
        }

        private static RecordLostException superseded() {
            return new RecordLostException(
                    "another JobManager has taken the job over, or it is over");
        }

        /** Deletes what does not count any more; what stays after a failure does no harm. */
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

        /** What could not be read back is not written. */
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
