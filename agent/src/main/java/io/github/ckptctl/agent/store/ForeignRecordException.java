// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

/** Exception for a file that is not a record of the job, or not a complete one. */
final class ForeignRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    ForeignRecordException(String why) {
        super(why);
    }
}
