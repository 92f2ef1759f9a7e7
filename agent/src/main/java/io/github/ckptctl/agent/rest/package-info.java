// SPDX-License-Identifier: Apache-2.0
/**
 * The face on Flink's own REST port: what a request means for a job, and what the job's answer is
 * in JSON.
 *
 * <p>Translates and delegates once, as {@code agent.jmx} does for the same control. Depends on
 * {@code control}, the contract's values, and the requests and replies of {@code flink.rest}; knows
 * nothing of Flink itself.
 */
@NullMarked
package io.github.ckptctl.agent.rest;

import org.jspecify.annotations.NullMarked;
