// SPDX-License-Identifier: Apache-2.0
/**
 * Routes of the agent on Flink's own REST server: matching them, reading requests, forwarding them
 * to the JobManager that leads the job, writing replies.
 *
 * <p>Depends on Flink's REST server and JSON, on {@code flink} for what differs between its lines,
 * on {@code bootstrap}, {@code control.model.TextSanitizer} and the contract's bounds. The meaning
 * of a request is up to the implementation of {@link
 * io.github.ckptctl.flink.rest.JobRequestHandler}.
 */
@NullMarked
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.NullMarked;
