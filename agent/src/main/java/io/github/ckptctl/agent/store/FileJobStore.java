// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.JobRecord;
import io.github.ckptctl.control.JobStore;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
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
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records as files in a Flink file system, one directory for each job.
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

    /** Many times what a ledger of 200 long entries takes. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /** How often something is looked at again that others change meanwhile. */
    private static final int TRIES = 1000;

    private final Files files;
    private final Path base;

    /**
     * @param base the directory of all records, of any file system that Flink knows
     */
    public FileJobStore(String base) {
        this(new Path(base), path -> path.getFileSystem());
    }

    FileJobStore(Path base, Files files) {
        this.base = base;
        this.files = files;
    }

    @Override
    public String location() {
        return base.toString();
    }

    @Override
    public Session open(String jobId) throws IOException {
        try {
            FileSession session = new FileSession(files.of(base), new Path(base, jobId), jobId);
            session.takeOver();
            return session;
        } catch (IOException e) {
            LOG.warn("Job {}: its record in {} cannot be read", jobId, base, e);
            throw e;
        }
    }

    /** Tells the file system of a path. */
    @FunctionalInterface
    interface Files {
        FileSystem of(Path path) throws IOException;
    }

    /** One job's directory, and the claim of this JobManager on it. One thread at a time. */
    private static final class FileSession implements Session {

        private final FileSystem fileSystem;
        private final Path directory;
        private final String jobId;
        private final String writer = UUID.randomUUID().toString().substring(0, 8);

        private RecordName claim = RecordName.claim(0, writer);
        private boolean claimed;
        private long highestRead;
        private long number;
        private @Nullable JobRecord found;

        FileSession(FileSystem fileSystem, Path directory, String jobId) {
            this.fileSystem = fileSystem;
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
            fileSystem.mkdirs(directory);
            List<RecordName> present = names();
            do {
                claim = RecordName.claim(highest(present) + 1, writer);
                create(claim, "process " + ProcessHandle.current().pid() + "\n");
                present = names();
            } while (!present.stream().allMatch(this::isBelowMine));
            claimed = true;
        }

        /** Claims what could not be claimed at first, unless somebody else has meanwhile. */
        private void claimLate() throws IOException {
            if (highest(names()) > highestRead) {
                throw superseded();
            }
            claim();
        }

        private static long highest(List<RecordName> names) {
            return names.stream().mapToLong(RecordName::epoch).max().orElse(0);
        }

        private boolean isBelowMine(RecordName name) {
            return name.epoch() < claim.epoch() || name.isOfTheSame(claim);
        }

        /** Reads the newest record, and returns what there was. */
        private List<RecordName> readNewest() throws IOException {
            for (int left = TRIES; ; left--) {
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
                fileSystem.rename(path(name), new Path(directory, aside));
            } catch (IOException e) {
                LOG.warn("Job {}: {} stays where it is", jobId, name, e);
            }
        }

        @Override
        public void write(JobRecord record, BooleanSupplier keep) throws IOException {
            if (!claimed) {
                claimLate();
            }
            RecordName name = nextName();
            List<RecordName> present;
            try {
                create(name, RecordFormat.write(jobId, record));
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
                requireMine(names());
                fileSystem.delete(directory, true);
            } catch (IOException e) {
                LOG.warn("Job {}: its record in {} could not be deleted", jobId, directory, e);
                throw e;
            }
        }

        /** Each claimer takes the claims below its own away, and a job's end takes all. */
        private void requireMine(List<RecordName> present) throws IOException {
            if (!present.contains(claim) || !present.stream().allMatch(this::isBelowMine)) {
                throw superseded();
            }
        }

        private static IOException superseded() {
            return new IOException("another JobManager has taken the job over, or it is over");
        }

        /** Deletes what does not count any more; what stays after a failure does no harm. */
        private void tidy(List<RecordName> names) {
            names.stream()
                    .filter(this::isBelowMine)
                    .filter(name -> !name.equals(claim))
                    .forEach(this::tryToDelete);
        }

        private void tryToDelete(RecordName name) {
            try {
                fileSystem.delete(path(name), false);
            } catch (IOException e) {
                LOG.debug("Job {}: {} could not be deleted", jobId, name, e);
            }
        }

        private RecordName nextName() {
            return RecordName.record(claim.epoch(), writer, number++);
        }

        private Path path(RecordName name) {
            return new Path(directory, name.toString());
        }

        private void create(RecordName name, String text) throws IOException {
            try (FSDataOutputStream out = fileSystem.create(path(name), WriteMode.NO_OVERWRITE)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        private String read(RecordName name) throws IOException, ForeignRecordException {
            try (FSDataInputStream in = fileSystem.open(path(name))) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new ForeignRecordException("it is longer than " + MAX_BYTES + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }

        private List<RecordName> names() throws IOException {
            return Stream.of(listed())
                    .map(file -> RecordName.parse(file.getPath().getName()))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(ArrayList::new));
        }

        /**
         * Lists the directory. One that is not there gives null or an exception, as the file system
         * likes; so does a file that vanishes meanwhile ({@code LocalFileSystem}, 1.18 to 2.3).
         */
        private FileStatus[] listed() throws IOException {
            for (int left = TRIES; ; left--) {
                try {
                    FileStatus @Nullable [] present = fileSystem.listStatus(directory);
                    return present == null ? new FileStatus[0] : present;
                } catch (FileNotFoundException e) {
                    if (!fileSystem.exists(directory)) {
                        return new FileStatus[0];
                    }
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        }
    }
}
