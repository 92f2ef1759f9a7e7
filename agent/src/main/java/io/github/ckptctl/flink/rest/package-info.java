// SPDX-License-Identifier: Apache-2.0
/**
 * Our routes on Flink's own REST server: finding them, reading requests, carrying them to the
 * JobManager that leads the job, writing replies.
 *
 * <p>Knows Flink's REST server and JSON, {@code flink} for what differs between its lines, {@code
 * bootstrap} and the contract's bounds. What a request means is the business of whoever implements
 * {@link io.github.ckptctl.flink.rest.JobRequestHandler}.
 */
@NullMarked
package io.github.ckptctl.flink.rest;

import org.jspecify.annotations.NullMarked;
