// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Handler of requests about the jobs of this JobManager. */
public interface JobRequestHandler {

    /**
     * Answers a call. Returns immediately, on any thread: reads are answered by then, calls that
     * wait are answered later.
     *
     * @return the future reply, or null if the job is not one of this JobManager
     */
    @Nullable CompletableFuture<JobResponse> answer(JobRequest call);
}
