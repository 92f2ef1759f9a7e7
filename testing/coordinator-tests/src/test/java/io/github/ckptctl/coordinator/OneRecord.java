// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.control.change.JobStore;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.JobRecord;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Store of one record, in memory, for any job: the record of one job is found by the next one. */
final class OneRecord implements JobStore {

    volatile JobRecord kept;

    /** Number of times the record was claimed. */
    final AtomicInteger opened = new AtomicInteger();

    /** Latch that reads wait for. */
    volatile CountDownLatch readable = new CountDownLatch(0);

    /** Returns a persister of it, which reads on a thread of its own. */
    RecordPersister keeper(String jobId, Duration patience) {
        Executor threads =
                task -> {
                    Thread thread = new Thread(task, "one-record");
                    thread.setDaemon(true);
                    thread.start();
                };
        return new RecordPersister(
                jobId,
                CompletableFuture.completedFuture(this),
                threads,
                new RecordPersister.Rules(patience, true, true));
    }

    @Override
    public String location() {
        return "here";
    }

    @Override
    public Session open(String jobId) throws IOException {
        opened.incrementAndGet();
        try {
            readable.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        JobRecord found = kept;
        return new Session() {
            @Override
            public Optional<JobRecord> found() {
                return Optional.ofNullable(found);
            }

            @Override
            public void write(JobRecord record, BooleanSupplier keep) {
                if (keep.getAsBoolean()) {
                    kept = record;
                }
            }

            @Override
            public void delete() {
                kept = null;
            }
        };
    }
}
