// SPDX-License-Identifier: Apache-2.0
/**
 * Domain of ckptctl: the checkpoint control of one job, and the registry of all jobs.
 *
 * <p>Independent of Flink, JMX, Byte Buddy and HTTP; of {@code mbeans} it uses the plain values, in
 * which it returns its results. It accesses Flink through the port {@link
 * io.github.ckptctl.control.CheckpointEngine}; its tests run in milliseconds with a manual clock.
 */
@NullMarked
package io.github.ckptctl.control;

import org.jspecify.annotations.NullMarked;
