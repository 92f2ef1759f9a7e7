// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the agent in containers, each process of a cluster in one of its own, on their own
 * network.
 *
 * <p>Depends on the parent package for the agent's jar, the jobs and the clients, and on
 * Testcontainers; nothing depends on it. Without a Docker engine its tests are skipped.
 */
package io.github.ckptctl.it.containers;
