// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.model.JobRecord;

import java.nio.charset.StandardCharsets;

/**
 * Fuzz target for the content that another program may have written to the store.
 *
 * <p>It is rejected with one of the two exceptions that the reader declares, or is a record, which
 * reads the same when it is written again.
 */
public final class RecordFuzz {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    private RecordFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        JobRecord record;
        try {
            record = RecordFormat.read(JOB, new String(data, StandardCharsets.UTF_8));
        } catch (ForeignRecordException | NewerRecordException e) {
            return;
        }
        String written = RecordFormat.write(JOB, record);
        try {
            String again = RecordFormat.write(JOB, RecordFormat.read(JOB, written));
            if (!again.equals(written)) {
                throw new AssertionError(written + "\nreads as\n" + again);
            }
        } catch (ForeignRecordException | NewerRecordException e) {
            throw new AssertionError(written + "\nis not read back", e);
        }
    }
}
