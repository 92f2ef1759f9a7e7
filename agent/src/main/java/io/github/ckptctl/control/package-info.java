// SPDX-License-Identifier: Apache-2.0
/**
 * The domain: the checkpoint control of each job of a JobManager.
 *
 * <p>{@link JobRegistry} has all jobs; {@link JobCheckpointControl} creates the parts of one job
 * and connects them. No part knows it. The packages build on each other in this order: {@code
 * model}, then {@code engine} and {@code change}, then {@code operation}, then {@code diagnosis}.
 *
 * <p>Depends on the values of {@code mbeans} and the JDK; knows neither Flink nor JMX nor HTTP.
 */
@NullMarked
package io.github.ckptctl.control;

import org.jspecify.annotations.NullMarked;
