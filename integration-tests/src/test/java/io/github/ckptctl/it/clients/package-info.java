// SPDX-License-Identifier: Apache-2.0
/**
 * Clients of Jolokia that others made, each against the guarded endpoint of a real JobManager.
 *
 * <p>Depends on the parent package for the cluster, the agent's jar and the beans; nothing depends
 * on it.
 */
package io.github.ckptctl.it.clients;
