// SPDX-License-Identifier: Apache-2.0
/**
 * The files for containers, each held against those who read it: the agent, Flink, the operator's
 * API, Docker and compose. So are the versions that documents name, and the workflows of the
 * repository's host.
 *
 * <p>Depends on the agent, Flink's Kubernetes client and the models of Kubernetes; nothing depends
 * on it.
 */
@NullMarked
package io.github.ckptctl.containers;

import org.jspecify.annotations.NullMarked;
