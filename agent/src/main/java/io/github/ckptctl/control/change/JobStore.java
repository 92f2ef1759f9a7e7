// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.model.JobRecord;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Store of the records of jobs.
 *
 * <p>All calls may take as long as the underlying storage takes, indefinitely at worst; threads
 * that must not wait do not call them. One call at a time for each session.
 */
public interface JobStore {

    /** Store that persists nothing: settings end with this JVM. */
    JobStore MEMORY =
            new JobStore() {
                @Override
                public String location() {
                    return "memory";
                }

                @Override
                public Session open(String jobId) {
                    return Session.FORGETFUL;
                }
            };

    /** Returns where the records are stored, in a form for operators. */
    String location();

    /**
     * Makes this JobManager the one that persists a job's record, and reads the existing one. From
     * now on a session that was opened earlier, here or on another JobManager, can no longer write.
     *
     * @throws IOException if the store cannot be read, or holds a record that must be left alone
     */
    Session open(String jobId) throws IOException;

    /** Session in which one JobManager persists one job's record. */
    interface Session {

        /** Session that persists nothing. */
        Session FORGETFUL =
                new Session() {
                    @Override
                    public Optional<JobRecord> found() {
                        return Optional.empty();
                    }

                    @Override
                    public void write(JobRecord record, BooleanSupplier keep) {}

                    @Override
                    public void delete() {}
                };

        /** Returns the record that existed when the session was opened. */
        Optional<JobRecord> found();

        /**
         * Replaces the previous record, as a whole or not at all.
         *
         * @param keep is called once it is written; if it returns false, no thread waits for the
         *     record any more, and it is taken back
         * @throws IOException if it is not there now: the storage failed, or another JobManager has
         *     opened a session since
         */
        void write(JobRecord record, BooleanSupplier keep) throws IOException;

        /** Deletes the record: the job has ended. */
        void delete() throws IOException;
    }
}
