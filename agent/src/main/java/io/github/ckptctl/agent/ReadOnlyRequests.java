// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobRequestHandler;
import io.github.ckptctl.flink.rest.JobResponse;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Handler that passes on requests for reading and rejects all others, those that another JobManager
 * forwards included; a rejected one is not forwarded either. Any thread.
 */
final class ReadOnlyRequests implements JobRequestHandler {

    private static final int FORBIDDEN = 403;

    private final JobRequestHandler requests;
    private final String reason;
    private final RejectionLog log;

    /**
     * @param requests answers requests for reading
     * @param reason why changes are closed, for the client
     */
    ReadOnlyRequests(JobRequestHandler requests, String reason, RejectionLog log) {
        this.requests = requests;
        this.reason = reason;
        this.log = log;
    }

    @Override
    public @Nullable CompletableFuture<JobResponse> answer(JobRequest call) {
        if (call.route().isRead()) {
            return requests.answer(call);
        }
        log.write(
                "caller=" + call.caller(),
                call.route().name(),
                call.jobId(),
                "",
                FORBIDDEN,
                reason);
        return CompletableFuture.completedFuture(
                JobResponse.refused(
                        FORBIDDEN,
                        List.of(
                                "Nothing was done: on this JobManager's REST port, checkpointing"
                                        + " can be looked at but not changed ("
                                        + reason
                                        + "). JMX, the agent's own HTTP endpoint and the command"
                                        + " line have rules of their own.")));
    }
}
