// SPDX-License-Identifier: Apache-2.0
/**
 * The domain: the checkpoint control of one job, and the register of all jobs.
 *
 * <p>Knows neither Flink nor JMX, Byte Buddy or HTTP; of {@code mbeans} it uses the plain values,
 * which are the language it answers in. It sees Flink through the port {@link
 * io.github.ckptctl.control.CheckpointEngine}; its tests run in milliseconds with a manual clock.
 */
@NullMarked
package io.github.ckptctl.control;

import org.jspecify.annotations.NullMarked;
