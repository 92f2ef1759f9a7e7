// SPDX-License-Identifier: Apache-2.0
/**
 * Endpoint on Flink's own REST port: the translation of requests into operations on a job, and of
 * the results into JSON.
 *
 * <p>Translates and delegates once, as {@code agent.jmx} does for the same control. Depends on
 * {@code control}, the contract's values, and the requests and replies of {@code flink.rest};
 * independent of Flink itself.
 */
@NullMarked
package io.github.ckptctl.agent.rest;

import org.jspecify.annotations.NullMarked;
