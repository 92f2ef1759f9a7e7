// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the ready-made files for monitoring, each read by the collector that it is for, and of
 * that collector with a real JobManager.
 *
 * <p>Depends on the parent package for the cluster, the agent's jar and the MBeans; nothing depends
 * on it.
 */
package io.github.ckptctl.it.monitoring;
