// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Answers what is asked of the jobs of this JobManager. */
public interface JobRequestHandler {

    /**
     * Answers a call. Returns at once, on whichever thread: reads are answered by then, what waits
     * is answered later.
     *
     * @return the reply to come, or null if the job is not one of this JobManager
     */
    @Nullable CompletableFuture<JobResponse> answer(JobRequest call);
}
