// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.change.ChangeText;
import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.BiConsumer;

/**
 * Log of the changes of a job in the JobManager's log: one line for each entry of its history.
 *
 * <p>Changes are logged at INFO, failures at WARN. Rejected attempts have changed nothing: their
 * caller has the reason, and the history too.
 */
final class ChangeLog implements BiConsumer<ChangeHistoryEntry, ChangeOutcome> {

    private final Logger log;
    private final String jobId;

    ChangeLog(Logger log, String jobId) {
        this.log = log;
        this.jobId = jobId;
    }

    static ChangeLog of(String jobId) {
        return new ChangeLog(LoggerFactory.getLogger(ChangeLog.class), jobId);
    }

    /** Called on the thread that made the change, which may hold the coordinator's lock. */
    @Override
    public void accept(ChangeHistoryEntry entry, ChangeOutcome outcome) {
        switch (outcome.kind()) {
            case DONE:
                log.info("Job {}: {}", jobId, ChangeText.of(entry, outcome));
                break;
            case FAILED:
                log.warn("Job {}: {}", jobId, ChangeText.of(entry, outcome));
                break;
            default:
        }
    }
}
