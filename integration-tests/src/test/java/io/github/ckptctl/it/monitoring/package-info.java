// SPDX-License-Identifier: Apache-2.0
/**
 * The ready-made files for monitoring, each read by the collector that it is for, and that
 * collector at a real JobManager.
 *
 * <p>Depends on the parent package for the cluster, the agent's jar and the beans; nothing depends
 * on it.
 */
package io.github.ckptctl.it.monitoring;
