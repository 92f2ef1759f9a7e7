// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

/** A file is no record of the job, or no whole one. */
final class ForeignRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    ForeignRecordException(String why) {
        super(why);
    }
}
