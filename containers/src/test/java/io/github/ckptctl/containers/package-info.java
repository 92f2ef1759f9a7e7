// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the files for containers, each checked with the software that reads it: the agent,
 * Flink, the operator's API, Docker and compose. Also tests of the versions that documents name,
 * and of the workflows of the repository's host.
 *
 * <p>Depends on the agent, Flink's Kubernetes client and the models of Kubernetes; nothing depends
 * on it.
 */
@NullMarked
package io.github.ckptctl.containers;

import org.jspecify.annotations.NullMarked;
