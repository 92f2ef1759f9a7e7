// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of third-party Jolokia clients, each against the guarded endpoint of a real JobManager.
 *
 * <p>Depends on the parent package for the cluster, the agent's jar and the MBeans; nothing depends
 * on it.
 */
package io.github.ckptctl.it.clients;
