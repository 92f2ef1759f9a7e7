// SPDX-License-Identifier: Apache-2.0
/**
 * The domain: the checkpoint control of one job, and the register of all jobs.
 *
 * <p>Knows neither Flink nor JMX, Byte Buddy or HTTP. It sees Flink through the port {@link
 * io.github.ckptctl.control.CheckpointEngine}; its tests run in milliseconds with a manual clock.
 */
@NullMarked
package io.github.ckptctl.control;

import org.jspecify.annotations.NullMarked;
