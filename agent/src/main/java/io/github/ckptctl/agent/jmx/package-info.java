// SPDX-License-Identifier: Apache-2.0
/**
 * JMX API of the agent: MXBeans over the domain, their descriptions, notifications and
 * registration.
 *
 * <p>Translates and delegates once. Depends on {@code mbeans} and {@code control}; independent of
 * Flink, Byte Buddy and HTTP.
 */
@NullMarked
package io.github.ckptctl.agent.jmx;

import org.jspecify.annotations.NullMarked;
