// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.JobStore;
import io.github.ckptctl.control.change.RecordLostException;
import io.github.ckptctl.control.model.JobRecord;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Storage in memory that outlives its sessions, and whose operations can be made to fail. */
final class FakeStore implements JobStore {

    volatile @Nullable JobRecord kept;
    volatile boolean broken;

    /** Whether another JobManager has the record. */
    volatile boolean lost;

    volatile int opened;

    /** Latch that every call waits for. */
    volatile CountDownLatch answer = new CountDownLatch(0);

    @Override
    public String location() {
        return "here";
    }

    @Override
    public Session open(String jobId) throws IOException {
        await();
        opened++;
        JobRecord found = kept;
        return new Session() {
            @Override
            public Optional<JobRecord> found() {
                return Optional.ofNullable(found);
            }

            @Override
            public void write(JobRecord record, BooleanSupplier keep) throws IOException {
                await();
                if (keep.getAsBoolean()) {
                    kept = record;
                }
            }

            @Override
            public void delete() throws IOException {
                await();
                kept = null;
            }
        };
    }

    private void await() throws IOException {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (broken) {
            throw new IOException("no space left");
        }
        if (lost) {
            throw new RecordLostException("another JobManager has taken the job over");
        }
    }
}
