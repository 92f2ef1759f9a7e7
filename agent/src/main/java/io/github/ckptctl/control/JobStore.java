// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where the records of jobs are kept.
 *
 * <p>All calls may take as long as the storage behind takes, for ever at worst; nobody who must not
 * wait calls them. One at a time for each session.
 */
public interface JobStore {

    /** Keeps nothing: what is set ends with this JVM. */
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

    /** Returns where they are kept, as an operator reads it. */
    String location();

    /**
     * Makes this JobManager the one that keeps a job's record, and reads what there is. From now on
     * a session that was opened before, here or on another JobManager, can write no more.
     *
     * @throws IOException if the store cannot be read, or holds a record that must be left alone
     */
    Session open(String jobId) throws IOException;

    /** The keeping of one job's record by one JobManager. */
    interface Session {

        /** Holds nothing. */
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

        /** Returns the record that was there when the session was opened. */
        Optional<JobRecord> found();

        /**
         * Puts a record in the place of the one before, as a whole or not at all.
         *
         * @param keep is asked once it is written; if it answers false, nobody waits for the record
         *     any more, and it is taken back
         * @throws IOException if it is not there now: the storage failed, or another JobManager has
         *     opened a session since
         */
        void write(JobRecord record, BooleanSupplier keep) throws IOException;

        /** Takes the record away: the job is over. */
        void delete() throws IOException;
    }
}
