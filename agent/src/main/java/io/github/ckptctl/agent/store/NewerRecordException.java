// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import java.io.IOException;

/** Exception for a record in a format that is newer than this version. */
final class NewerRecordException extends IOException {

    private static final long serialVersionUID = 1L;

    NewerRecordException(long format) {
        super(
                "the record there has format "
                        + format
                        + ", this version of ckptctl knows "
                        + RecordFormat.FORMAT
                        + "; it is left as it is");
    }
}
