// SPDX-License-Identifier: Apache-2.0
/**
 * The JMX face: MXBeans over the domain, their descriptions, notifications and registration.
 *
 * <p>Translates and delegates once. Depends on {@code mbeans} and {@code control}; knows neither
 * Flink nor Byte Buddy nor HTTP.
 */
@NullMarked
package io.github.ckptctl.agent.jmx;

import org.jspecify.annotations.NullMarked;
